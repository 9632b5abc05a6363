// A small endpoint for a drain, as code to copy.

export const ENDPOINT = `import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { parse } from "heroku-drain";

const digest = (text) => createHash("sha256").update(text).digest();
const token = digest(process.env.DRAIN_TOKEN);

const server = createServer(async (request, response) => {
  const sent = digest(request.headers["logplex-drain-token"] ?? "");
  if (!timingSafeEqual(sent, token)) return response.writeHead(401).end();
  const body = await buffer(request).catch(() => undefined);
  if (!body) return;
  response.writeHead(204).end();
  const { records, problems } = parse(body);
  for (const record of records) console.log(JSON.stringify(record));
  for (const problem of problems) console.error(problem.message);
});

server.listen(process.env.PORT ?? 8080);
`;
