// A replacement for Node's streams, for page bundles of a parser that also accepts streams.

export class PassThrough {}
export class Transform {}
export class StringDecoder {}
