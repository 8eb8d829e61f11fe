// A legacy server over stdio that says in which trace it is asked: tool `context` gives back the `_meta` of the call, and logs its trace; `hang` never ends.
import { createInterface } from 'node:readline';

const say = message => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const TOOLS = ['context', 'hang'].map(name => ({ name, inputSchema: { type: 'object' } }));

function answer({ method, params }) {
  switch (method) {
    case 'initialize':
      return { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'trace', version: '1' } };
    case 'tools/list':
      return { tools: TOOLS };
    case 'tools/call':
      if (params._meta?.traceparent) process.stderr.write(`asked in trace_id=${params._meta.traceparent.split('-')[1]}\n`);
      return { content: [{ type: 'text', text: JSON.stringify(params._meta ?? {}) }] };
    default:
      return {};
  }
}

createInterface({ input: process.stdin }).on('line', line => {
  const message = JSON.parse(line);
  if (message.id === undefined || message.params?.name === 'hang') return;
  say({ id: message.id, result: answer(message) });
});
