// One replica of a legacy server, over stdio or, given `sse`, over HTTP+SSE: says which process it is, keeps a word in
// memory, takes its time, or asks its agent before it answers.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

let word = "nothing";

const READS = { annotations: { readOnlyHint: true } };
const tool = (name, more) => ({ name, inputSchema: { type: "object" }, ...more });
const TOOLS = [tool("who", READS), tool("slow", READS), tool("ask"), tool("keep"), tool("kept"), tool("die")];

const text = (value) => ({ content: [{ type: "text", text: String(value) }] });
const form = { type: "object", properties: { name: { type: "string" } } };

/** One session; answers with what hears its agent. */
function talk(send) {
  const waiting = new Map();

  async function call(name, args) {
    switch (name) {
      case "who":
        return text(process.pid);
      case "slow":
        await pause(args.ms);
        return text(process.pid);
      case "ask": {
        const id = `q${waiting.size}`;
        const answer = new Promise((done) => waiting.set(id, done));
        send({ id, method: "elicitation/create", params: { message: "who?", requestedSchema: form } });
        return text(`${process.pid} ${(await answer).action}`);
      }
      case "keep":
        word = args.word;
        return text(word);
      case "kept":
        return text(word);
      default:
        process.exit(1);
    }
  }

  function result(method, params) {
    switch (method) {
      case "initialize":
        return {
          protocolVersion: "2025-11-25",
          capabilities: { tools: {} },
          serverInfo: { name: "twin", version: "1" },
        };
      case "tools/list":
        return { tools: TOOLS };
      case "tools/call":
        return call(params.name, params.arguments);
      case "ping":
        return {};
      default:
        return null;
    }
  }

  return async ({ id, method, params, result: reply }) => {
    if (method === undefined) {
      waiting.get(id)(reply ?? { action: "error" });
    } else if (id !== undefined) {
      const answer = await result(method, params);
      send({ id, ...(answer ? { result: answer } : { error: { code: -32601, message: "Method not found" } }) });
    }
  };
}

const line = (message) => JSON.stringify({ jsonrpc: "2.0", ...message });

function overSse() {
  const sessions = new Map();
  const server = createServer(async (request, response) => {
    if (request.method === "GET") {
      const id = String(sessions.size + 1);
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(`event: endpoint\ndata: /say?session=${id}\n\n`);
      sessions.set(id, talk((message) => response.write(`event: message\ndata: ${line(message)}\n\n`)));
      return;
    }
    let body = "";
    for await (const part of request) {
      body += part;
    }
    const heard = sessions.get(new URL(request.url, "http://local").searchParams.get("session"));
    response.writeHead(heard ? 202 : 404).end();
    heard?.(JSON.parse(body));
  });
  server.listen(0, "127.0.0.1", () =>
    console.log(JSON.stringify({ pid: process.pid, url: `http://127.0.0.1:${server.address().port}/sse` })),
  );
}

async function overStdio() {
  const heard = talk((message) => console.log(line(message)));
  for await (const text of createInterface({ input: process.stdin })) {
    heard(JSON.parse(text));
  }
}

if (process.argv[2] === "sse") {
  overSse();
} else {
  overStdio();
}
