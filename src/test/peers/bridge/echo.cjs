// Sends texts of many sizes, whole and in fragments, small and not to be made small, and compares what comes back.
// Usage: node echo.cjs <url>
const { randomBytes } = require('crypto');
const WebSocket = require('ws');

const OFFERS = {
  any: {},
  'no contexts': { serverNoContextTakeover: true, clientNoContextTakeover: true },
  'small windows of the client': { clientMaxWindowBits: 9 },
  'small windows of the server': { serverMaxWindowBits: 9 },
};
const SIZES = [0, 1, 16, 64, 199, 200, 256, 1024, 4096, 8192, 16384, 32768, 65536, 65537, 100000, 131072];
const FRAGMENTS = [1, 3, 16];

const text = size => '{"server":"files","state":"h\u00e9althy"}'.repeat(size / 30 + 1).slice(0, size);
const noise = size => randomBytes(size).toString('base64').slice(0, size);
const fit = s => { let t = s; while (Buffer.byteLength(t) > 131072) t = t.slice(0, -1); return t; };

function messages() {
  return SIZES.flatMap(size => FRAGMENTS.flatMap(parts => [text, noise].map(kind => ({ parts, body: fit(kind(size)) }))));
}

function send(socket, { parts, body }) {
  const step = Math.ceil(body.length / parts) || 1;
  for (let i = 0; i < parts; i++) socket.send(body.slice(i * step, (i + 1) * step), { fin: i === parts - 1, compress: true });
}

function run(name) {
  return new Promise(resolve => {
    const socket = new WebSocket(process.argv[2], { perMessageDeflate: { threshold: 0, ...OFFERS[name] } });
    const all = messages();
    let next = 0;
    let good = 0;
    socket.on('open', () => send(socket, all[0]));
    socket.on('message', data => {
      if (data.toString() === all[next].body) good++;
      if (++next < all.length) send(socket, all[next]);
      else socket.close();
    });
    socket.on('error', error => console.error(name, error.message));
    socket.on('close', () => resolve(`${name}: ${socket.extensions || 'nothing'}, ${good} of ${all.length} came back`));
  });
}

(async () => {
  for (const name of Object.keys(OFFERS)) console.log(await run(name));
})();
