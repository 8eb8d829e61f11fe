// A program of a user on the published client module; says what it sees, a JSON line each.
// Usage: node watcher.mjs <module> <node,node..> <password> <address,address..>
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , module, nodes, password, addresses] = process.argv;
const { WebSocket } = createRequire(new URL("../bridge/", import.meta.url))("ws");
const { OmnibusClient } = await import(pathToFileURL(module).href);
const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");
const all = nodes.split(",");
let access = "";

/** Signs in on whichever node is there. */
async function token(renew) {
  say({ token: renew });
  if (access && !renew) return access;
  for (const node of all) {
    const answer = await fetch(`${node}/auth/api/v1/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username: "admin", password }),
    }).catch(() => null);
    if (answer?.ok) return (access = (await answer.json()).access_token);
  }
  throw new Error("no node is there");
}

const client = new OmnibusClient({
  nodes: all,
  token,
  WebSocket,
  onReady: (complete) => say({ ready: complete, closed: client.closed }),
  onTrace: ({ way, frame }) => way === "socket" && say({ socket: frame.type, code: frame.code ?? 0 }),
});
for (const address of addresses.split(",")) {
  client.hear(address, {}, {
    event: ({ type, node, seq, data }) => say({ event: type, id: `${address} ${node} ${seq}`, data }),
    snapshot: async (why) => {
      const { servers } = await client.request("query.server.list", {}, { deadlineMs: 5000 });
      say({ snapshot: why, address, servers: servers.map((status) => status.server) });
    },
    gap: (gap) => say({ gap }),
    refused: (error) => say({ refused: error.code, address }),
  });
}
client.connect();
process.stdin.on("end", () => process.exit(0)).resume();
