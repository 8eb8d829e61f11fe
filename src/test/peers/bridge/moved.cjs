// A stock event-bus client over HTTP requests that hears one address and comes back by itself with how far it was;
// says what happens, a JSON line each, and ends when it has heard so many events.
// Usage: node moved.cjs <url> <transport> <events>
const EventBus = require('@vertx/eventbus-bridge-client.js');

const STATUS = 'event.server.status';
const [, , url, transport, events] = process.argv;
const say = line => process.stdout.write(JSON.stringify(line) + '\n');
const cursor = {};
let heard = 0;

const headers = () => ({ server: 'files', ...(heard ? { since: { ...cursor } } : {}) });

function numbered(error, event) {
  if (error) return say({ refused: error.failureCode });
  const { headers: { node, seq }, body } = event;
  cursor[node] = Number(seq);
  say({ number: body.data.number });
  return ++heard === Number(events) && process.exit(0);
}

function notice(event, message) {
  if (event === 'registered') say({ registered: message.address, recovered: message.recovered });
}

const eb = new EventBus(url, { transports: [transport], vertxbus_ping_interval: 300, vertxbus_reconnect_delay_min: 100, timeout: 30000 });
eb.enableReconnect(true);
eb.onevent = (event, message) => { notice(event, message); return true; };
eb.onopen = () => eb.registerHandler(STATUS, headers(), numbered);
eb.onclose = close => say({ closed: close.code, reason: close.reason });
setTimeout(() => process.exit(1), 60000);
