// A server of both eras on the official SDK, with all that the official conformance suite asks for.
// Over HTTP it has sessions for the legacy era; `stdio` as argument speaks over stdio instead.
import http from 'node:http';
import {
  createMcpHandler,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  hostHeaderValidationResponse,
  McpServer,
  originValidationResponse
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { registerAsking, states } from './asking.mjs';
import { registerPrompts, registerResources } from './things.mjs';
import { registerTools } from './tools.mjs';

function server(era, changed) {
  const legacy = era === 'legacy';
  const mcp = new McpServer(
    { name: 'omnibus-dual-peer', version: '1.0.0' },
    {
      capabilities: {
        logging: {},
        completions: {},
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { listChanged: true, ...(legacy ? { subscribe: true } : {}) }
      },
      requestState: { verify: states.verify }
    }
  );
  registerTools(mcp, changed);
  registerAsking(mcp);
  registerResources(mcp, legacy);
  registerPrompts(mcp);
  return mcp;
}

if (process.argv[2] === 'stdio') {
  serveStdio(({ era }) => {
    const mcp = server(era, {
      tools: () => mcp.sendToolListChanged(),
      prompts: () => mcp.sendPromptListChanged()
    });
    return mcp;
  });
} else {
  const { sessions } = await import('./sessions.mjs');
  const changed = {
    tools() {
      modern.notify.toolsChanged();
      legacy.each(mcp => mcp.sendToolListChanged());
    },
    prompts() {
      modern.notify.promptsChanged();
      legacy.each(mcp => mcp.sendPromptListChanged());
    }
  };
  const modern = createMcpHandler(() => server('modern', changed), { legacy: 'reject' });
  const legacy = sessions(() => server('legacy', changed));
  const fetch = async request =>
    hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
    originValidationResponse(request, localhostAllowedOrigins()) ??
    ((await isLegacyRequest(request)) ? legacy.fetch(request) : modern.fetch(request));
  const listener = http.createServer(toNodeHandler({ fetch }));
  listener.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
    process.stderr.write(`listening on ${listener.address().port}\n`);
  });
}
