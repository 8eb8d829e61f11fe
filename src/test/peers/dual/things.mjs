// Resources, with subscriptions of the legacy era, and prompts.
import { completable, ResourceTemplate } from '@modelcontextprotocol/server';
import { embedded, image, PNG, text } from './content.mjs';
import * as z from 'zod/v4';

const user = content => ({ role: 'user', content });

export function registerResources(mcp, legacy) {
  const fixed = (name, uri, mimeType, body) =>
    mcp.registerResource(name, uri, { description: name, mimeType }, url => ({
      contents: [{ uri: url.href, mimeType, ...body }]
    }));
  fixed('static-text', 'test://static-text', 'text/plain', {
    text: 'This is the content of the static text resource.'
  });
  fixed('static-binary', 'test://static-binary', 'image/png', { blob: PNG });
  fixed('watched', 'test://watched-resource', 'text/plain', { text: 'Watched' });
  mcp.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'One of many', mimeType: 'application/json' },
    (uri, { id }) => ({
      contents: [
        {
          uri: uri.href,
          mimeType: 'application/json',
          text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` })
        }
      ]
    })
  );
  if (legacy) {
    mcp.server.setRequestHandler('resources/subscribe', () => ({}));
    mcp.server.setRequestHandler('resources/unsubscribe', () => ({}));
  }
}

export function registerPrompts(mcp) {
  mcp.registerPrompt('test_simple_prompt', { description: 'Simple' }, () => ({
    messages: [user(text('This is a simple prompt for testing.'))]
  }));
  const two = z.object({
    arg1: completable(z.string().describe('First test argument'), start =>
      ['paris', 'park', 'party'].filter(word => word.startsWith(start ?? ''))
    ),
    arg2: z.string().describe('Second test argument')
  });
  mcp.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'Two arguments', argsSchema: two },
    ({ arg1, arg2 }) => ({
      messages: [user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))]
    })
  );
  mcp.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A resource in it', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => ({
      messages: [
        user(embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.')),
        user(text('Please process the embedded resource above.'))
      ]
    })
  );
  mcp.registerPrompt('test_prompt_with_image', { description: 'An image in it' }, () => ({
    messages: [user(image()), user(text('Please analyze the image above.'))]
  }));
}
