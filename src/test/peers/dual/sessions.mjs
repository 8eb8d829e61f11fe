// Sessions of the legacy era over streamable HTTP, with events that can be heard again.
import { randomUUID } from 'node:crypto';
import { isInitializeRequest, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';

/** All events of one session in their order; its ids say on which stream each was. */
function events() {
  const stored = [];
  return {
    async storeEvent(stream, message) {
      const id = `${stream}_${stored.length}`;
      stored.push({ id, stream, message });
      return id;
    },
    async getStreamIdForEventId(last) {
      return stored.find(({ id }) => id === last)?.stream;
    },
    async replayEventsAfter(last, { send }) {
      const from = stored.findIndex(({ id }) => id === last);
      const stream = stored[from]?.stream ?? '';
      for (const event of stored.slice(from + 1)) {
        if (event.stream === stream && Object.keys(event.message).length > 0) {
          await send(event.id, event.message);
        }
      }
      return stream;
    }
  };
}

const refusal = (status, code, message) =>
  Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });

/** make: a server for one session. */
export function sessions(make) {
  const open = new Map();

  async function begin() {
    const server = make();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: id => void open.set(id, { server, transport }),
      onsessionclosed: id => void open.delete(id),
      eventStore: events(),
      retryInterval: 50
    });
    await server.connect(transport);
    return transport;
  }

  return {
    each: what => open.forEach(({ server }) => what(server)),
    async fetch(request) {
      const id = request.headers.get('mcp-session-id');
      if (id !== null) {
        const known = open.get(id);
        return known ? known.transport.handleRequest(request) : refusal(404, -32001, 'Session not found');
      }
      const body = request.method === 'POST' ? await request.clone().json().catch(() => null) : null;
      return isInitializeRequest(body)
        ? (await begin()).handleRequest(request)
        : refusal(400, -32000, 'Bad Request: Mcp-Session-Id header is required');
    }
  };
}
