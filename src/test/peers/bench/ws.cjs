// Plain `ws`: the frame is made once and written to all.
'use strict';

const { WebSocketServer, Sender } = require('ws');
const { serve } = require('./source.cjs');

/** By what they asked for: `/s7`, or `/` for all. */
const sockets = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false }, () =>
  console.log(server.address().port));
server.on('connection', (socket, request) => {
  const group = request.url.slice(1);
  if (!sockets.has(group)) sockets.set(group, new Set());
  sockets.get(group).add(socket);
  socket.on('close', () => sockets.get(group).delete(socket));
});

serve((event, group) => {
  const text = Buffer.from(JSON.stringify({ type: 'rec', address: 'event.call.progress', body: event }));
  const frame = Sender.frame(text, { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true });
  const bytes = Buffer.concat(frame);
  for (const socket of sockets.get(group) ?? []) socket._socket.write(bytes);
});
