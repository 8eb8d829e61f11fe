// The official TypeScript client, second line, as an agent would use it. Arguments: URL, tool, its
// arguments as JSON, `legacy` or `auto`. Prints what it saw as one line of JSON.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, tool, args, mode] = process.argv.slice(2);

const transport = new StreamableHTTPClientTransport(new URL(url));
const client = new Client(
  { name: 'omnibus-test-agent', version: '1.0.0' },
  { versionNegotiation: { mode } }
);
await client.connect(transport);
const { tools } = await client.listTools();
const result = await client.callTool({ name: tool, arguments: JSON.parse(args) });
console.log(
  JSON.stringify({
    version: client.getNegotiatedProtocolVersion?.() ?? null,
    tools: tools.map(({ name }) => name),
    result
  })
);
await client.close();
