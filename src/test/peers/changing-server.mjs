// A legacy server whose tools and prompts stand in a file; it says when the file changes. "stdio FILE" or "http FILE PORT".
import { createServer } from "node:http";
import { readFileSync, watchFile } from "node:fs";
import { createInterface } from "node:readline";

const [kind, file, port] = process.argv.slice(2);
const listeners = new Set();
let has = read();

function read() {
  return JSON.parse(readFileSync(file, "utf8"));
}

watchFile(file, { interval: 50 }, () => {
  has = read();
  for (const what of ["tools", "prompts"]) {
    const notice = JSON.stringify({ jsonrpc: "2.0", method: `notifications/${what}/list_changed` });
    listeners.forEach((say) => say(notice));
  }
});

function result(method, params) {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: "2025-06-18",
        capabilities: { tools: { listChanged: true }, prompts: { listChanged: true } },
        serverInfo: { name: "changing", version: "1" },
      };
    case "tools/list":
      return { tools: has.tools };
    case "prompts/list":
      return { prompts: has.prompts };
    case "tools/call":
      return { content: [{ type: "text", text: `did ${params.name}` }] };
    case "ping":
      return {};
    default:
      return null;
  }
}

function reply({ id, method, params }) {
  const known = result(method, params);
  const body = known ? { result: known } : { error: { code: -32601, message: "Method not found" } };
  return JSON.stringify({ jsonrpc: "2.0", id, ...body });
}

function overHttp(request, response) {
  if (request.method === "GET") {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(": here\n\n");
    const say = (notice) => response.write(`data: ${notice}\n\n`);
    listeners.add(say);
    request.on("close", () => listeners.delete(say));
    return;
  }
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    const message = JSON.parse(body);
    if (message.id === undefined) {
      response.writeHead(202).end();
    } else {
      // Only the node itself opens a session: it gets the stream on which the changes are said.
      const session = message.method === "initialize" ? { "Mcp-Session-Id": "s1" } : {};
      response.writeHead(200, { "Content-Type": "application/json", ...session }).end(reply(message));
    }
  });
}

if (kind === "http") {
  createServer(overHttp).listen(Number(port), "127.0.0.1");
} else {
  listeners.add((notice) => console.log(notice));
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    if (message.id !== undefined) {
      console.log(reply(message));
    }
  }
  process.exit(0);
}
