// A legacy server over stdio for those who try tools by hand: one that takes long, one that asks, one with a schema of every kind,
// one that answers with content of every kind, hostile ones among it. What it was told to cancel it notes in the file of its argument.
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const noted = process.argv[2];
const say = message => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const text = value => ({ content: [{ type: 'text', text: value }] });
const object = (properties, required = []) => ({ type: 'object', properties, required });

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

const FORM = object(
  {
    name: { type: 'string', minLength: 2, description: 'Who' },
    count: { type: 'integer', minimum: 1, maximum: 5, default: 2 },
    ratio: { type: 'number' },
    sure: { type: 'boolean' },
    colour: { enum: ['red', 'green'] },
    note: { type: ['string', 'null'] },
    place: { $ref: '#/$defs/place' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 2 },
    how: {
      oneOf: [
        { title: 'By mail', ...object({ kind: { const: 'mail' }, address: { type: 'string', format: 'email' } }, ['kind', 'address']) },
        { title: 'By phone', ...object({ kind: { const: 'phone' }, number: { type: 'string' } }, ['kind', 'number']) },
      ],
    },
  },
  ['name', 'place'],
);
FORM.$defs = { place: object({ city: { type: 'string', title: 'City' } }, ['city']) };

const TOOLS = [
  { name: 'steps', description: 'Takes a step each second', inputSchema: object({ steps: { type: 'integer', default: 3 } }) },
  { name: 'ask', description: 'Asks for a name', inputSchema: object({}) },
  { name: 'form', description: 'Gives back what it gets', inputSchema: FORM },
  { name: 'kinds', description: HOSTILE, inputSchema: object({}) },
  { name: 'secret', inputSchema: object({}) },
];

const running = new Map();
const asked = new Map();
const resource = { uri: 'desk://note', name: 'note', mimeType: 'text/plain' };
let note = 'first';
let questions = 0;

function steps({ id, params }) {
  const all = params.arguments?.steps ?? 3;
  const token = params._meta?.progressToken;
  let done = 0;
  const timer = setInterval(() => {
    done += 1;
    say({ method: 'notifications/progress', params: { progressToken: token, progress: done, total: all, message: `step ${done}` } });
    say({ method: 'notifications/message', params: { level: 'info', logger: 'desk', data: `did ${done}` } });
    if (done >= all) finish(id, text(`did all ${all}`));
  }, 1000);
  running.set(id, timer);
}

function finish(id, result) {
  clearInterval(running.get(id));
  running.delete(id);
  say({ id, result });
}

function ask({ id }) {
  const question = `q${++questions}`;
  asked.set(question, id);
  const requestedSchema = object({ name: { type: 'string', title: 'Name', minLength: 2 }, size: { type: 'string', enum: ['s', 'm'] } }, ['name']);
  say({ id: question, method: 'elicitation/create', params: { message: 'Who is there?', requestedSchema } });
}

const KINDS = {
  content: [
    { type: 'text', text: HOSTILE },
    { type: 'text', text: '{"a":[1,2]}' },
    { type: 'image', data: PIXEL, mimeType: 'image/png' },
    { type: 'image', data: 'PHN2Zz4=', mimeType: 'text/html' },
    { type: 'audio', data: 'UklGRg==', mimeType: 'audio/wav' },
    { type: 'resource_link', uri: 'javascript:window.hacked=1', name: HOSTILE },
    { type: 'resource', resource: { uri: 'ui://page', mimeType: 'text/html', text: HOSTILE } },
    { type: 'resource', resource: { uri: 'desk://x', mimeType: 'text/plain', text: 'embedded' } },
  ],
  structuredContent: { sum: 3, [HOSTILE]: HOSTILE },
};

function call(message) {
  switch (message.params.name) {
    case 'steps': return steps(message);
    case 'ask': return ask(message);
    case 'form': return say({ id: message.id, result: text(JSON.stringify(message.params.arguments)) });
    case 'kinds': return say({ id: message.id, result: KINDS });
    default: return say({ id: message.id, result: { ...text('no'), isError: true } });
  }
}

const ANSWERS = {
  initialize: ({ params }) => ({
    protocolVersion: params.protocolVersion,
    capabilities: { tools: {}, prompts: {}, resources: { subscribe: true }, logging: {} },
    serverInfo: { name: 'desk', version: '1' },
  }),
  ping: () => ({}),
  'logging/setLevel': () => ({}),
  'tools/list': () => ({ tools: TOOLS }),
  'prompts/list': () => ({ prompts: [{ name: 'greet', arguments: [{ name: 'who', required: true }] }] }),
  'prompts/get': ({ params }) => ({ messages: [{ role: 'user', content: { type: 'text', text: `Greet ${params.arguments.who} ${HOSTILE}` } }] }),
  'resources/list': () => ({ resources: [resource] }),
  'resources/templates/list': () => ({ resourceTemplates: [{ uriTemplate: 'desk://echo/{word}', name: 'echo' }] }),
  'resources/read': ({ params }) => ({ contents: [{ uri: params.uri, mimeType: 'text/plain', text: params.uri === resource.uri ? note : params.uri }] }),
  'resources/subscribe': () => (setTimeout(change, 1500), {}),
  'resources/unsubscribe': () => ({}),
};

function change() {
  note = 'second';
  say({ method: 'notifications/resources/updated', params: { uri: resource.uri } });
}

createInterface({ input: process.stdin }).on('line', line => {
  const message = JSON.parse(line);
  if (message.method === 'tools/call') call(message);
  else if (message.method === 'notifications/cancelled') {
    appendFileSync(noted, `cancelled ${message.params.reason ?? ''}\n`);
    clearInterval(running.get(message.params.requestId));
    running.delete(message.params.requestId);
  } else if (message.method && message.id !== undefined) {
    const answer = ANSWERS[message.method];
    say(answer ? { id: message.id, result: answer(message) } : { id: message.id, error: { code: -32601, message: 'Method not found' } });
  } else if (asked.has(message.id)) {
    finish(asked.get(message.id), text(`${message.result?.action ?? 'error'}: ${message.result?.content?.name ?? 'nobody'}`));
    asked.delete(message.id);
  }
});
