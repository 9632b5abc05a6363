// What `--help` says.

const CODES = `Exit codes:
  0  all went well
  1  with --strict: some bytes gave no record
  2  the command line is wrong
  3  something cannot be read or opened
`;

const FRAMING = "  --framing FRAMING     auto (default), octet-counting or lines";

export const HELP = `heroku-drain reads Heroku log-drain payloads (application/logplex-1).

Usage: heroku-drain COMMAND [options]

Commands:
  parse     records as NDJSON, JSON or a table
  explain   what became of every byte
  serve     a drain endpoint that keeps NDJSON on disk

Options:
  --help      this text, or that of a command
  --version   the version

${CODES}`;

/** By command. */
export const HELPS = {
  parse: `Reads payloads and writes their records.

Usage: heroku-drain parse [options] [FILE...]

Without a FILE, or where it is -, it reads standard input. Files of any length take
little memory, and gzip is decompressed. Problems go to standard error.

Options:
  --format FORMAT       ndjson (default where piped), json or table (default on a terminal)
${FRAMING}
  --no-problems         do not tell problems (--problems, the default, does)
  --strict              exit with 1 if some bytes gave no record
  --parse-time TIME     the time of parsing that records have; now if left out

Colour is for terminals, and not where NO_COLOR is set. A table shows control characters by
their numbers, so that no log line can speak to the terminal.

${CODES}`,
  explain: `Tells of each part of a payload what it is, with the place of every field.

Usage: heroku-drain explain [options] [FILE]

Without FILE, or where it is -, it reads standard input. gzip is decompressed. A payload has at
most 64 MiB.

Options:
${FRAMING}
  --strict              exit with 1 if some bytes gave no record

${CODES}`,
  serve: `Receives a log drain and keeps its records as NDJSON, each batch once, on disk before it
is answered.

Usage: heroku-drain serve [options]

Options:
  --port PORT             8080, or what PORT in the environment says
  --host ADDRESS          where to listen; everywhere if left out
  --directory FOLDER      where the files go; logs if left out
  --name NAME             how their names begin; heroku if left out
  --largest-file BYTES    when to begin another file, beside at midnight UTC; 256 MiB if left out
  --token-file FILE       the drain's tokens, one a line
  --token-env NAME        the variable that has them, with commas between them;
                          LOGPLEX_DRAIN_TOKEN if left out
  --credentials-env NAME  the variable that has user:password of the drain's URL, for Private
                          Spaces; DRAIN_CREDENTIALS if left out
  --allow-anyone          take batches from everybody who finds the port
${FRAMING}

GET /healthz answers 200, or 503 while batches cannot be stored. SIGTERM and SIGINT stop it when
what is in flight is answered. FOLDER/NAME.ndjson may be followed with tail -F; files with a
number and a date in their names are complete.

${CODES}`,
};
