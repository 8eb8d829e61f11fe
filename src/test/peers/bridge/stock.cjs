// Drives one stock event-bus client against a bridge and says, a JSON line each, what it got.
// Usage: node stock.cjs <package> <url> <transport> <events before the break> <events in all>
const script = require('./script.js');

const [, , client, url, transport, half, all] = process.argv;
script(
  require(client),
  { url, transport, half: Number(half), all: Number(all) },
  line => process.stdout.write(JSON.stringify(line) + '\n'),
  good => process.exit(good ? 0 : 1),
);
