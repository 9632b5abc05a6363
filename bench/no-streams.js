// In place of Node's streams, where a page bundles a parser that could also be given streams.

export class PassThrough {}
export class Transform {}
export class StringDecoder {}
