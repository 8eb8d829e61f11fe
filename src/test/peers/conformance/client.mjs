// What the suite starts as the client of a scenario: the official TypeScript client, straight at
// the suite's server, or through a gateway whose servers.json the server is put into first.
// Arguments: `direct` URL, or servers.json, the gateway's address, an operator's key, URL.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const scenario = process.env.MCP_CONFORMANCE_SCENARIO;
const revision = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION;
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const args = process.argv.slice(2);
// What these say of themselves is not true: a client must not show its credentials to anybody for them.
const LIARS = ['auth/resource-mismatch', 'auth/metadata-issuer-mismatch'];
let leave = async () => {};
const url = args[0] === 'direct' ? args[1] : await through(...args);
if (LIARS.includes(scenario)) {
  await leave();
  process.exit();
}

async function through(file, gateway, key, server) {
  const name = scenario.replace('/', '.') + '-' + new URL(server).port;
  await change(file, servers => (servers[name] = { url: server, ...credentials() }));
  await becomes(LIARS.includes(scenario) ? 'auth_required' : 'healthy', gateway, key, name);
  // The suite's servers end with their last connection.
  leave = async () => {
    await change(file, servers => delete servers[name]);
    await becomes('unknown', gateway, key, name);
  };
  return `${gateway}/${name}`;
}

async function change(file, how) {
  const text = JSON.parse(await readFile(file, 'utf8'));
  how(text.mcpServers);
  await writeFile(file + '.young', JSON.stringify(text));
  await rename(file + '.young', file);
}

async function becomes(state, gateway, key, name) {
  for (let i = 0; i < 200; i++) {
    if ((await known(gateway, key, name)) === state) {
      return;
    }
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error(`${name} does not become ${state}: ${await known(gateway, key, name)}`);
}

function credentials() {
  if (LIARS.includes(scenario)) {
    return { oauth: { clientId: 'omnibus', clientSecret: 'for-the-right-one-only' } };
  }
  if (!context.client_id) {
    return {};
  }
  const oauth = { clientId: context.client_id };
  if (context.private_key_pem) {
    oauth.privateKey = context.private_key_pem;
  } else {
    oauth.clientSecret = context.client_secret;
  }
  return { oauth };
}

/** The state of a server as an operator hears it. */
async function known(gateway, key, name) {
  const base = gateway.replace(/\/mcp$/, '').replace('http', 'ws');
  const socket = new WebSocket(`${base}/eventbus/websocket`, ['bearer', key]);
  try {
    return await new Promise((tell, fail) => {
      socket.onerror = () => fail(new Error('no bus'));
      socket.onopen = () =>
        socket.send(
          JSON.stringify({
            type: 'send',
            address: 'query.server.list',
            replyAddress: 'r',
            body: {}
          })
        );
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(data);
        if (frame.address === 'r') {
          tell(frame.body?.servers?.find(({ server }) => server === name)?.state ?? 'unknown');
        }
      };
    });
  } finally {
    socket.close();
  }
}

const client = new Client(
  { name: 'omnibus-test-agent', version: '1.0.0' },
  {
    versionNegotiation: { mode: revision === '2026-07-28' ? 'auto' : 'legacy' },
    capabilities: { elicitation: { form: { applyDefaults: true } }, sampling: {}, roots: {} }
  }
);
client.setRequestHandler('elicitation/create', ({ params }) => ({
  action: 'accept',
  content: scenario.includes('defaults') ? {} : sample(params.requestedSchema)
}));
client.setRequestHandler('roots/list', () => ({ roots: [] }));
await client.connect(new StreamableHTTPClientTransport(new URL(url)));

const { tools } = await client.listTools();
const calls =
  context.toolCalls ??
  tools.map(({ name, inputSchema }) => ({ name, arguments: sample(inputSchema) }));
for (const call of calls) {
  await client.callTool(call).catch(error => console.error(call.name, String(error)));
}
if (client.getServerCapabilities()?.prompts) {
  const { prompts } = await client.listPrompts();
  for (const { name } of prompts) {
    await client.getPrompt({ name }).catch(error => console.error(name, String(error)));
  }
}
if (client.getServerCapabilities()?.resources) {
  const { resources } = await client.listResources();
  for (const { uri } of resources) {
    await client.readResource({ uri }).catch(error => console.error(uri, String(error)));
  }
}
await client.close();
await leave();

function sample(schema) {
  const values = { string: 'x', integer: 5, number: 5, boolean: true, array: [], object: {} };
  return Object.fromEntries(
    Object.entries(schema?.properties ?? {}).map(([name, { type, enum: some }]) => [
      name,
      // One scenario wants back what the client saw of the first tool.
      name === 'schema' ? tools[0].inputSchema : (some?.[0] ?? values[type] ?? 'x')
    ])
  );
}
