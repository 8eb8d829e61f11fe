// Tools that answer at once, tell of themselves on the way, or ask back as the legacy era does.
import { fromJsonSchema, MissingRequiredClientCapabilityError } from '@modelcontextprotocol/server';
import { audio, embedded, image, pause, said, text } from './content.mjs';

const JSON_SCHEMA = 'https://json-schema.org/draft/2020-12/schema';

export const object = (properties = {}, required = []) => ({ type: 'object', properties, required });

const phoneOrMail = {
  $schema: JSON_SCHEMA,
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } }
    }
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' }
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false
};

const defaults = object({
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true }
});

const options = ['option1', 'option2', 'option3'];
const titled = word => ['First', 'Second', 'Third'].map((n, i) => ({ const: `value${i + 1}`, title: `${n} ${word}` }));

const choices = object({
  untitledSingle: { type: 'string', enum: options },
  titledSingle: { type: 'string', oneOf: titled('Option') },
  legacyEnum: {
    type: 'string',
    enum: ['opt1', 'opt2', 'opt3'],
    enumNames: ['Option One', 'Option Two', 'Option Three']
  },
  untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
  titledMulti: { type: 'array', items: { anyOf: titled('Choice') } }
});

const person = object(
  {
    username: { type: 'string', description: "User's response" },
    email: { type: 'string', description: "User's email address" }
  },
  ['username', 'email']
);

async function logging(context) {
  for (const word of ['started', 'processing data', 'completed']) {
    await context.mcpReq.log('info', `Tool execution: ${word}`);
    await pause(50);
  }
  return said('Logged');
}

async function progress(context) {
  const progressToken = context.mcpReq._meta?.progressToken;
  for (const done of [0, 50, 100]) {
    if (progressToken !== undefined) {
      const params = { progressToken, progress: done, total: 100 };
      await context.mcpReq.notify({ method: 'notifications/progress', params });
    }
    await pause(50);
  }
  return said('Done');
}

async function elicit(context, message, requestedSchema, word) {
  const { action, content } = await context.mcpReq.elicitInput({ message, requestedSchema });
  return said(`${word}: action=${action}, content=${JSON.stringify(content ?? {})}`);
}

async function sample(prompt, context) {
  const messages = [{ role: 'user', content: text(prompt) }];
  const { content } = await context.mcpReq.requestSampling({ messages, maxTokens: 100 });
  return said(`LLM response: ${content.text}`);
}

async function reconnect(context) {
  context.http?.closeSSE?.();
  await pause(100);
  return said('Reconnected');
}

function needsSampling(context) {
  if (!context.mcpReq.envelope?.['io.modelcontextprotocol/clientCapabilities']?.sampling) {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
  }
  return said('It can sample');
}

/** changed: tells all listeners that a list is another one. */
export function registerTools(mcp, changed) {
  const tool = (name, description, run, schema = object()) =>
    mcp.registerTool(name, { description, inputSchema: fromJsonSchema(schema) }, run);

  tool('test_simple_text', 'Text', () => said('This is a simple text response for testing.'));
  tool('test_image_content', 'An image', () => ({ content: [image()] }));
  tool('test_audio_content', 'A sound', () => ({ content: [audio()] }));
  tool('test_embedded_resource', 'A resource', () => ({
    content: [embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')]
  }));
  tool('test_multiple_content_types', 'Three kinds at once', () => ({
    content: [
      text('Multiple content types test:'),
      image(),
      embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}')
    ]
  }));
  tool('test_error_handling', 'Fails', () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  tool('test_tool_with_logging', 'Logs', (_, context) => logging(context));
  tool('test_logging_tool', 'Logs too', (_, context) => logging(context));
  tool('test_tool_with_progress', 'Shows progress', (_, context) => progress(context));
  tool('test_reconnection', 'Closes its stream', (_, context) => reconnect(context));
  tool('test_missing_capability', 'Wants sampling', (_, context) => needsSampling(context));
  tool('json_schema_2020_12_tool', 'A schema with every keyword', () => said('fine'), phoneOrMail);
  tool(
    'test_custom_header',
    'Is routed on by its argument',
    ({ region }) => said(region),
    object({ region: { type: 'string', 'x-mcp-header': 'Region' } })
  );
  tool(
    'test_sampling',
    'Asks a model',
    ({ prompt }, context) => sample(prompt, context),
    object({ prompt: { type: 'string' } }, ['prompt'])
  );
  tool(
    'test_elicitation',
    'Asks a person',
    ({ message }, context) => elicit(context, message, person, 'User response'),
    object({ message: { type: 'string' } }, ['message'])
  );
  tool('test_elicitation_sep1034_defaults', 'Asks with defaults', (_, context) =>
    elicit(context, 'Defaults', defaults, 'Elicitation completed')
  );
  tool('test_elicitation_sep1330_enums', 'Asks with choices', (_, context) =>
    elicit(context, 'Choices', choices, 'Elicitation completed')
  );
  tool('test_trigger_tool_change', 'Changes the tools', () => (changed.tools(), said('changed')));
  tool('test_trigger_prompt_change', 'Changes the prompts', () => (changed.prompts(), said('changed')));
}
