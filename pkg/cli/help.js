// The texts of `--help`.

const CODES = `Exit codes:
  0  success
  1  --strict found problems
  2  the command line is wrong
  3  an input cannot be read, the output cannot be written, the server cannot start, or
     something else failed
`;

const FRAMING = "  --framing FRAMING     auto (default), octet-counting or lines";
const STRICT = `  --strict              exit with 1 if there are errors: bytes that produced no record
  --strict=warnings     exit with 1 if there are errors or warnings`;

export const HELP = `Reads Heroku log-drain payloads (application/logplex-1).

Usage: heroku-drain COMMAND [options]

Commands:
  parse     convert payloads to NDJSON, JSON or a table
  explain   show every part of a payload, with the offset of each field
  frame     prefix each line of a text with its octet count
  serve     receive a log drain and store its records as NDJSON

Options:
  --help      show this text, or the help of a command
  --version   show the version

${CODES}`;

/** By command. */
export const HELPS = {
  parse: `Converts payloads to NDJSON, JSON or a table.

Usage: heroku-drain parse [options] [FILE...]

Without FILE, or if FILE is -, reads standard input. Files can have any length, and gzip is
decompressed. In a NAME.rejected.ndjson file, as written by serve, each line is parsed as a
separate payload. Problems are listed on standard error.

Options:
  --format FORMAT       ndjson, json or table; default: table on a terminal, ndjson otherwise
${FRAMING}
  --no-problems         do not list problems
  --parse-time TIME     the p_parse_time of all records; default: now
${STRICT}

Output is coloured on a terminal unless NO_COLOR is set. On a terminal, control characters and
invisible characters are escaped.

${CODES}`,
  explain: `Shows every part of a payload: records with the offset, length and value of each field,
errors with an excerpt, and the gaps between them.

Usage: heroku-drain explain [options] [FILE]

Without FILE, or if FILE is -, reads standard input. Files can have any length, and gzip is
decompressed.

Options:
  --format FORMAT       text (default), or json: one JSON object per line, for each part
${FRAMING}
${STRICT}

${CODES}`,
  frame: `Prefixes each line with its octet count, which turns a text into an octet-counted payload.

Usage: heroku-drain frame [FILE...]

Without FILE, or if FILE is -, reads standard input. The count is in bytes and includes the
line feed; the last line may lack one.

Example:
  printf '<190>1 - host app web.1 - hello\\n' | heroku-drain frame | heroku-drain parse

${CODES}`,
  serve: `Receives a log drain and stores its records as NDJSON. Each batch is on disk before it is
answered, and is stored once even if Heroku sends it again.

Usage: heroku-drain serve [options]

Options:
  --port PORT             default: PORT in the environment, or 8080
  --host ADDRESS          the address to listen on; default: all
  --directory FOLDER      where to store the files; default: logs
  --name NAME             the start of the file names; default: heroku
  --largest-file BYTES    start a new file at this size, and each day at midnight UTC;
                          default: 256 MiB
  --token-file FILE       a file with the drains' tokens, one per line
  --token-env NAME        the variable with the drains' tokens, separated by commas;
                          default: LOGPLEX_DRAIN_TOKEN
  --credentials-env NAME  the variable with user:password of the drain URL, for Private Spaces;
                          default: DRAIN_CREDENTIALS
  --allow-anyone          accept batches from anyone who can connect
${FRAMING}

GET /healthz answers 200, or 503 while batches cannot be stored. SIGTERM, SIGINT and SIGHUP stop
the server after the requests in flight are answered. FOLDER/NAME.ndjson can be followed with
tail -F; files with a number and a date in their names are complete. Standard error lists
refused requests, problems and, once a minute, counts; lines are dropped if it cannot be written.

${CODES}`,
};
