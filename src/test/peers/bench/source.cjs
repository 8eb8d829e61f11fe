// What a server of the benchmark is told on its standard input, and the events it then tells.
// The same lines as those of the Java servers, see Source.java.
'use strict';

const readline = require('node:readline');

const numbers = new Map();

function pad(value, digits) {
  return String(value).padStart(digits, '0');
}

/** An envelope of about so many bytes; the mark in it says number and time. */
function event(bytes, group) {
  const number = (numbers.get(group) ?? 0) + 1;
  numbers.set(group, number);
  const mark = `~${pad(number, 10)}${pad(process.hrtime.bigint(), 19)}~`;
  const envelope = {
    type: 'call_progress',
    at: new Date().toISOString(),
    node: 'bench@000001',
    seq: number,
    severity: 'info',
    data: { server: 'files', text: '' },
  };
  const rest = bytes - JSON.stringify(envelope).length - mark.length;
  envelope.data.text = mark + 'x'.repeat(Math.max(0, rest));
  return envelope;
}

/** Tells so many events a second, each when it is due, of several groups each to the next one in turn. */
function tell(perSecond, millis, bytes, groups, publish, done) {
  const start = performance.now();
  const all = Math.round((perSecond * millis) / 1000);
  let told = 0;
  (function next() {
    while (told < all && performance.now() - start >= (told * 1000) / perSecond) {
      const group = groups === 1 ? '' : `s${told % groups}`;
      publish(event(bytes, group), group);
      told++;
    }
    if (told === all) return done(told);
    setTimeout(next, 1);
  })();
}

function serve(publish) {
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const [word, ...rest] = line.split(' ');
    const [a, b, c, , groups] = rest.map(Number);
    switch (word) {
      case 'tell':
        return tell(a, b, c, groups, publish, (told) => console.log(told));
      case 'more':
        for (let i = 0; i < a; i++) publish(event(b, ''), '');
        return undefined;
      case 'stats':
        return console.log('0 0 0');
      default:
        throw new Error(line);
    }
  }).on('close', () => process.exit(0));
}

module.exports = { serve };
