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
const levels = [];
const followed = new Set();

// What the tools of the habit 'tells' do before they answer; null means no answer yet.
const tools = {
  log: () => {
    for (const level of ['debug', 'warning', 'error']) {
      say({ method: 'notifications/message', params: { level, data: level } });
    }
    return {};
  },
  levels: () => (say({ method: 'notifications/levels', params: { all: levels } }), {}),
  update: () => {
    for (const uri of followed) {
      say({ method: 'notifications/resources/updated', params: { uri } });
    }
    return { followed: followed.size };
  },
  ask: () => (say({ id: 1, method: 'elicitation/create', params: { message: 'well?' } }), null),
  big: ({ size }) => ({ large: 'x'.repeat(size) }),
  flood: ({ count, size, token }) => {
    for (let progress = 1; progress <= count; progress++) {
      const message = 'x'.repeat(size);
      say({ method: 'notifications/progress', params: { progressToken: token, progress, message } });
    }
    return { count };
  },
  babble: () => (process.stdout.write('{"no": message\n[1, 2\n'), { said: true }),
  who: () => ({ pid: process.pid }),
  die: () => process.exit(1)
};

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
    method === 'ping' && ++pings === 3 && (process.stdout.write('x'.repeat(100_000_000)), true),
  'huge-list': ({ method }) =>
    method === 'tools/list' && (process.stdout.write('x'.repeat(100_000_000)), true),
  'large-list': ({ method, id }) =>
    method === 'tools/list' && (say({ id, result: { large: 'ü'.repeat(4_000_000) } }), true),
  'too-large-list': ({ method, id }) =>
    method === 'tools/list' && (say({ id, result: { large: 'x'.repeat(20_000_000) } }), true),
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
  tells: ({ method, id, params, error }) => {
    if (method === undefined) {
      say({ method: 'notifications/answered', params: { id, error } });
    } else if (method === 'logging/setLevel') {
      say({ id, result: (levels.push(params.level), {}) });
    } else if (method === 'resources/subscribe') {
      say({ id, result: (followed.add(params.uri), {}) });
    } else if (method === 'resources/unsubscribe') {
      say({ id, result: (followed.delete(params.uri), {}) });
    } else if (method === 'tools/call') {
      const token = params._meta?.progressToken;
      const result = tools[params.name]({ ...params.arguments, token });
      result && say({ id, result });
    } else {
      return false;
    }
    return true;
  },
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
  process.stdout.write('x'.repeat(100_000_000));
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
