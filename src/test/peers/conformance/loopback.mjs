// Preloaded into the suite as a client's counterpart: its servers would listen on every interface.
// Unlike the other preload it binds at once, because some of them ask for their port right away.
import net from 'node:net';

const bind = net.Server.prototype._listen2;

net.Server.prototype._listen2 = function (address, port, type, ...more) {
  return bind.call(this, address ?? '127.0.0.1', port, address ? type : 4, ...more);
};
