// A `ws` client that offers compression and deflates all it sends.
// Usage: node deflate.cjs <url> <events>      says what was agreed, its registers and events, and how many bytes came
//        node deflate.cjs <url> bomb <bytes>  sends so many zeros in one small message, says the close code
const WebSocket = require('ws');
const [, , url, what, size] = process.argv;
const say = line => process.stdout.write(JSON.stringify(line) + '\n');
const sockJs = /\/eventbus\/\d+\//.test(url);
const numbers = [];
let characters = 0;

const socket = new WebSocket(url, { perMessageDeflate: { threshold: 0 }, maxPayload: 100 << 20 });
const send = json => socket.send(sockJs ? JSON.stringify([JSON.stringify(json)]) : JSON.stringify(json));

function begin() {
  say({ extensions: socket.extensions });
  if (what === 'bomb') return socket.send(Buffer.alloc(Number(size)).toString('latin1'));
  send({ type: 'register', address: 'event.server.status', headers: {} });
  return undefined;
}

function hear(json) {
  if (json.event === 'registered') say({ registered: json.message.address });
  if (json.type !== 'rec') return;
  numbers.push(json.body.data.number);
  if (numbers.length === Number(what)) {
    say({ numbers, characters, bytes: socket._socket.bytesRead });
    socket.close();
  }
}

socket.on('open', () => !sockJs && begin());
socket.on('message', data => {
  const text = data.toString();
  characters += text.length;
  if (!sockJs) return hear(JSON.parse(text));
  if (text === 'o') return begin();
  if (text[0] === 'a') JSON.parse(text.slice(1)).map(JSON.parse).forEach(hear);
  return undefined;
});
socket.on('error', error => say({ error: error.message }));
socket.on('close', code => { say({ closed: code }); process.exit(0); });
setTimeout(() => { say({ timeout: numbers.length }); process.exit(1); }, 60000);
