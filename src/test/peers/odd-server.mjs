// A stdio server with one bad habit, named by its argument. Plain Node, so that it starts fast.
import readline from 'node:readline';

const [habit = 'none', detail = ''] = process.argv.slice(2);

const say = message => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');

const info = {
  protocolVersion: '2025-06-18',
  capabilities: {},
  serverInfo: { name: 'odd', version: '1' }
};

const answers = {
  initialize: params => ({ ...info, serverInfo: { name: params.clientInfo.name, version: '1' } }),
  ping: () => ({}),
  'tools/list': () => ({ tools: [] })
};

let pings = 0;

const habits = {
  none: () => false,
  'exits-on-discover': ({ method }) => method === 'server/discover' && process.exit(1),
  'silent-on-discover': ({ method }) => method === 'server/discover',
  'no-ping': ({ method, id }) =>
    method === 'ping' && (say({ id, error: { code: -32601, message: 'no' } }), true),
  babbles: () => (process.stdout.write('this is no JSON\n'), true),
  'never-lists': ({ method }) => method === 'tools/list',
  'exits-on-list': ({ method }) => method === 'tools/list' && process.exit(3),
  'floods-on-third-ping': ({ method }) =>
    method === 'ping' && ++pings === 3 && (process.stdout.write('x'.repeat(50_000_000)), true),
  'huge-list': ({ method }) =>
    method === 'tools/list' && (process.stdout.write('x'.repeat(50_000_000)), true),
  'large-list': ({ method, id }) =>
    method === 'tools/list' && (say({ id, result: { large: 'ü'.repeat(4_000_000) } }), true),
  'large-then-exit': ({ method, id }) =>
    method === 'tools/list' &&
    (process.stdout.write(
      JSON.stringify({ jsonrpc: '2.0', id, result: { large: 'x'.repeat(2_000_000) } }) + '\n',
      () => process.exit(0)
    ),
    true),
  'stops-reading': ({ method }) => {
    if (method === 'notifications/stop') {
      process.stdin.pause();
      setInterval(() => {}, 1000);
    }
    return false;
  },
  'odd-version': ({ method, id }) =>
    method === 'initialize' && (say({ id, result: { ...info, protocolVersion: '1999-01-01' } }), true),
  'reports-cancel': message => {
    if (message.method === 'notifications/cancelled') {
      say({ method: 'notifications/heard', params: message.params });
    }
    return message.method === 'tools/list';
  }
};

if (habit === 'noisy') {
  process.stdout.write('starting up...\n{"not":"rpc"}\n[]\n\n');
  process.stderr.write('a word on stderr\n' + 'y'.repeat(20_000) + '\n');
}
if (habit === 'stubborn') {
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
}
if (habit === 'exits') {
  process.exit(3);
}
if (habit === 'floods') {
  process.stdout.write('x'.repeat(50_000_000));
}
if (habit === 'env') {
  answers['tools/list'] = () => ({ value: process.env[detail] ?? null, cwd: process.cwd() });
}

if (habit === 'deaf') {
  setInterval(() => {}, 1000);
} else {
  readline.createInterface({ input: process.stdin }).on('line', line => {
    const message = JSON.parse(line);
    if ((habits[habit] ?? habits.none)(message) || message.id === undefined) {
      return;
    }
    const answer = answers[message.method];
    say(
      answer
        ? { id: message.id, result: answer(message.params) }
        : { id: message.id, error: { code: -32601, message: 'Method not found' } }
    );
  });
}
