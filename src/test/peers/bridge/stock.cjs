// Drives one stock event-bus client against a bridge and says, a JSON line each, what it got.
// Usage: node stock.cjs <package> <url> <transport> <events before the break> <events in all>
const [, , client, url, transport, half, all] = process.argv;
const EventBus = require(client);
const STATUS = 'event.server.status';
const say = line => process.stdout.write(JSON.stringify(line) + '\n');
const cursor = {};
const numbers = [];
let connections = 0;

// The older client tells of frames without a handler only by a warning.
console.warn = (...words) => words.forEach(word => word && word.event && notice(word.event, word.message));
console.error = () => {};

function notice(event, message) {
  if (event === 'registered') {
    say({ registered: message.address, recovered: message.recovered, connection: connections });
  }
}

function connect() {
  connections++;
  const eb = new EventBus(url, { transports: [transport], vertxbus_ping_interval: 300 });
  eb.onevent = (event, message) => { notice(event, message); return true; };
  eb.onerror = error => say({ error: error.address || null, code: error.failureCode });
  eb.onopen = () => (connections === 1 ? first(eb) : again(eb));
  eb.onclose = event => connections === 1 && say({ closed: event && event.code });
}

function first(eb) {
  const handler = event(eb, () => {
    if (numbers.length === Number(half)) {
      eb.unregisterHandler(STATUS, handler);
      eb.close();
      setTimeout(connect, 200);
    }
  });
  eb.registerHandler('event.nobody.knows', (error) => error && say({ register: error.failureCode }));
  eb.send('query.server.list', {}, (error, reply) => say({ reply: !error && reply.body.servers.length }));
  eb.send('command.server.restart', { server: 'broken' }, error =>
    say({ failure: error.failureCode, type: error.failureType, message: error.message }));
  eb.publish('event.node.left', {});
  eb.registerHandler(STATUS, { server: 'files' }, handler);
}

function again(eb) {
  const handler = event(eb, () => {
    if (numbers.length === Number(all)) {
      say({ numbers });
      eb.close();
      process.exit(0);
    }
  });
  eb.registerHandler(STATUS, { server: 'files', since: { ...cursor } }, handler);
}

function event(eb, then) {
  return (error, message) => {
    if (error) {
      return say({ register: error.failureCode });
    }
    cursor[message.headers.node] = Number(message.headers.seq);
    numbers.push(message.body.data.number);
    then();
  };
}

connect();
setTimeout(() => { say({ timeout: numbers }); process.exit(1); }, 20000);
