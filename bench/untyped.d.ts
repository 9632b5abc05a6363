// Parsers without types.

declare module "logfmt" {
  const logfmt: { parse(line: string): Record<string, unknown> };
  export default logfmt;
}

declare module "glossy" {
  const glossy: { Parse: { parse(message: string): object } };
  export default glossy;
}

declare module "nsyslog-parser" {
  export default function parse(line: string): object;
}
