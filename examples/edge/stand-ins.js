// Replacements for Cloudflare services that workerd lacks: a queue that is read over HTTP.

/** Shared by all requests: workerd runs one instance of a Worker. @type {string[]} */
const messages = [];
/** Number of upcoming messages to refuse. */
let failures = 0;

export default {
  /** @param {Request} request */
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "GET") return Response.json(messages);
    if (pathname === "/fail") {
      failures = Number(searchParams.get("times"));
      return new Response(null, { status: 204 });
    }
    const body = new Uint8Array(await request.arrayBuffer());
    if (failures > 0) {
      failures--;
      return new Response("no", { status: 500 });
    }
    messages.push(base64(body));
    return Response.json({ metadata: { metrics: {} } });
  },
};

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
