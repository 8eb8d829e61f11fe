// The official TypeScript client as an agent would use it. Arguments: URL, key, tool, arguments as
// JSON. Prints what it saw as one line of JSON.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [url, key, tool, args] = process.argv.slice(2);

const transport = new StreamableHTTPClientTransport(new URL(url), {
  requestInit: { headers: { Authorization: `Bearer ${key}` } }
});
const client = new Client({ name: 'gateway-client', version: '1.0.0' });
await client.connect(transport);
const { tools } = await client.listTools();
const result = await client.callTool({ name: tool, arguments: JSON.parse(args) });
await client.ping();
console.log(
  JSON.stringify({
    server: client.getServerVersion(),
    tools: tools.map(({ name }) => name),
    result
  })
);
await client.close();
