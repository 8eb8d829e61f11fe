// Hears the state of all servers over the TCP bridge and asks for the fleet once. Node, no packages.
// Switch it on with {"bridge":{"tcpPort":7000}} in conf/omnibus.json, then:
//   OMNIBUS_TOKEN=... node examples/tcp-client.mjs [port] [host]
// The token is an access token of POST /auth/api/v1/auth/login, or a key of ./omnibus key.
import net from 'node:net';

const [port = 7000, host = '127.0.0.1'] = process.argv.slice(2);
const socket = net.connect(Number(port), host);

// A frame: four bytes that say how long, the highest first, then JSON.
function send(message) {
  const json = Buffer.from(JSON.stringify(message));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  socket.write(Buffer.concat([length, json]));
}

let rest = Buffer.alloc(0);
socket.on('data', bytes => {
  rest = Buffer.concat([rest, bytes]);
  while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
    const end = 4 + rest.readUInt32BE(0);
    heard(JSON.parse(rest.subarray(4, end).toString()));
    rest = rest.subarray(end);
  }
});

function heard(message) {
  if (message.type === 'auth') {
    send({ type: 'register', address: 'event.server.status', headers: {} });
    send({ type: 'send', address: 'query.server.list', replyAddress: 'fleet', body: {} });
    setInterval(() => send({ type: 'ping' }), 20_000); // who is silent for two minutes is closed
  } else if (message.type === 'message' && message.address === 'fleet') {
    console.log('fleet:', message.body.servers.map(s => `${s.server} is ${s.state}`).join(', '));
  } else if (message.type === 'message') {
    const { server, from, to } = message.body.data;
    console.log(`${server}: ${from} -> ${to}`);
  } else if (message.type === 'err') {
    console.log('refused:', message.address ?? '', message.failureCode, message.message);
  } else if (message.event === 'registered' || message.event === 'closed') {
    console.log(`${message.event}:`, JSON.stringify(message.message));
  }
}

send({ type: 'auth', token: process.env.OMNIBUS_TOKEN });
socket.on('error', error => console.log('error:', error.message));
socket.on('close', () => process.exit());
