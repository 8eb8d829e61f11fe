// One replica of a legacy server over stdio: says which process it is, and keeps a word in memory.
import { createInterface } from "node:readline";

let word = "nothing";

const tool = (name, more) => ({ name, inputSchema: { type: "object" }, ...more });
const TOOLS = [tool("who", { annotations: { readOnlyHint: true } }), tool("keep"), tool("kept"), tool("die")];

const text = (value) => ({ content: [{ type: "text", text: String(value) }] });

function call(name, args) {
  switch (name) {
    case "who":
      return text(process.pid);
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

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined) {
    const answer = result(method, params);
    const body = answer ? { result: answer } : { error: { code: -32601, message: "Method not found" } };
    console.log(JSON.stringify({ jsonrpc: "2.0", id, ...body }));
  }
}
