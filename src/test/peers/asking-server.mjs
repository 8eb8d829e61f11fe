// A server of 2026-07-28 alone that asks back: a tool that wants to know a name before it greets, one
// whose argument must be seen in a header, and a resource to subscribe to. It listens on a free port.
import http from 'node:http';
import { createMcpHandler, fromJsonSchema, inputRequired, McpServer } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';

const STATE = 'round/1 + "ä"';

const text = value => ({ content: [{ type: 'text', text: String(value) }] });

const object = properties => ({ type: 'object', properties });

function server() {
  const mcp = new McpServer({ name: 'omnibus-asking-peer', version: '1.0.0' });
  mcp.registerTool(
    'greet',
    { description: 'Asks for a name', inputSchema: fromJsonSchema(object({})) },
    async (_, context) => {
      const answer = context.mcpReq.inputResponses?.who;
      if (answer === undefined) {
        const message = 'Who are you?';
        const requestedSchema = object({ name: { type: 'string' } });
        const who = inputRequired.elicit({ message, requestedSchema });
        return inputRequired({ inputRequests: { who }, requestState: STATE });
      }
      const same = context.mcpReq.requestState() === STATE;
      return text(`${answer.action} ${answer.content?.name} ${same ? 'same state' : 'other state'}`);
    }
  );
  mcp.registerTool(
    'region',
    {
      description: 'Its argument is routed on',
      inputSchema: fromJsonSchema(object({ region: { type: 'string', 'x-mcp-header': 'Region' } }))
    },
    async ({ region }) => text(region)
  );
  mcp.registerTool(
    'client',
    { description: 'Who calls', inputSchema: fromJsonSchema(object({})) },
    async (_, context) => text(JSON.stringify(context.mcpReq._meta ?? {}))
  );
  mcp.registerResource('a', 'test://a', {}, async uri => ({ contents: [{ uri: uri.href, text: 'a' }] }));
  return mcp;
}

const handler = createMcpHandler(server, { legacy: 'reject' });
const listener = http.createServer(toNodeHandler(handler));
listener.listen(0, '127.0.0.1', () => {
  process.stderr.write(`listening on ${listener.address().port}\n`);
});
