// A small MCP server of our own on the official SDK, for the era that the published servers do not
// speak yet. Arguments: `stdio` or `http`, then `reject` (modern only) or `serve` (both eras), then
// `grows` for one that can be told to have more tools.
import http from 'node:http';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { toNodeHandler } from '@modelcontextprotocol/node';

const [transport = 'stdio', legacy = 'reject', habit = ''] = process.argv.slice(2);

const text = value => ({ content: [{ type: 'text', text: String(value) }] });

const schema = properties => fromJsonSchema({ type: 'object', properties });

function server() {
  const mcp = new McpServer({ name: 'omnibus-modern-peer', version: '1.0.0' });
  mcp.registerTool(
    'echo',
    { description: 'Says it again', inputSchema: schema({ message: { type: 'string' } }) },
    async ({ message }) => text(message)
  );
  mcp.registerTool(
    'grüße',
    { description: 'A name that no header can carry', inputSchema: schema({}) },
    async () => text('hallo')
  );
  mcp.registerTool(
    'count',
    { description: 'Counts, with progress', inputSchema: schema({ to: { type: 'integer' } }) },
    async ({ to }, context) => {
      const progressToken = context.mcpReq._meta?.progressToken;
      for (let progress = 1; progress <= to && progressToken !== undefined; progress++) {
        await context.mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress, total: to }
        });
      }
      return text(to);
    }
  );
  if (habit === 'grows') {
    mcp.registerTool(
      'grow',
      { description: 'Has one tool more', inputSchema: schema({ name: { type: 'string' } }) },
      async ({ name }) => {
        mcp.registerTool(name, { inputSchema: schema({}) }, async () => text(name));
        return text('grown');
      }
    );
  }
  return mcp;
}

if (transport === 'stdio') {
  serveStdio(server, { legacy });
} else {
  const handler = createMcpHandler(server, { legacy: legacy === 'serve' ? 'stateless' : 'reject' });
  const listener = http.createServer(toNodeHandler(handler));
  listener.listen(0, '127.0.0.1', () => {
    process.stderr.write(`listening on ${listener.address().port}\n`);
  });
}
