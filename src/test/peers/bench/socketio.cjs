// Socket.IO: everybody in one room.
'use strict';

const { Server } = require('socket.io');
const { serve } = require('./source.cjs');

const http = require('node:http').createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, maxHttpBufferSize: 1e6 });
io.on('connection', (socket) => socket.join('room'));
http.listen(0, '127.0.0.1', () => console.log(http.address().port));

serve((event) => io.to('room').emit('rec', event));
