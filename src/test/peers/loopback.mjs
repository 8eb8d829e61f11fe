// Preloaded into servers that listen on every interface: keeps them on this machine, lets PORT=0
// mean a free port, and says which one it became.
import net from 'node:net';

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...args) {
  const done = args.find(arg => typeof arg === 'function');
  const wanted = typeof args[0] === 'object' && args[0] !== null ? args[0].port : args[0];
  this.once('listening', () => {
    process.stderr.write(`listening on ${this.address().port}\n`);
  });
  return listen.call(this, { port: Number(wanted), host: '127.0.0.1' }, done);
};
