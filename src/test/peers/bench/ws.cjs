// Plain `ws`: the frame is made once and written to all.
'use strict';

const { WebSocketServer, Sender } = require('ws');
const { serve } = require('./source.cjs');

const sockets = new Set();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false }, () =>
  console.log(server.address().port));
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});

serve((event) => {
  const text = Buffer.from(JSON.stringify({ type: 'rec', address: 'event.call.progress', body: event }));
  const frame = Sender.frame(text, { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true });
  const bytes = Buffer.concat(frame);
  for (const socket of sockets) socket._socket.write(bytes);
});
