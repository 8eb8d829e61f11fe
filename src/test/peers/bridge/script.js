// What a stock event-bus client has to be able to do, in Node and in a page alike: register, unregister, send with a
// reply and with a failure, publish (refused), ping, come back by hand and by itself, and lose nothing on the way.
// Says what it got, an object each.
(function (name, make) {
  if (typeof module === 'object') module.exports = make();
  else window[name] = make();
})('stockScript', () => (EventBus, { url, transport, half, all }, say, end) => {
  const STATUS = 'event.server.status';
  const cursor = {};
  const numbers = [];
  let connections = 0;
  let ponged = false;
  let late = null;

  function connect() {
    const eb = new EventBus(url, {
      transports: [transport],
      vertxbus_ping_interval: 300,
      vertxbus_reconnect_delay_min: 100,
    });
    eb.onevent = (event, message) => { notice(event, message); return true; };
    eb.onunhandled = unhandled;
    eb.onerror = error => say({ error: error.address || null, code: error.failureCode });
    eb.onopen = () => { connections++; (connections === 1 ? first : again)(eb); };
    eb.onclose = event => say({ closed: event && event.code });
  }

  function notice(event, message) {
    if (event === 'registered') {
      say({ registered: message.address, recovered: message.recovered, connection: connections });
    }
  }

  function unhandled(json) {
    if (json.event) notice(json.event, json.message);
    if (json.type === 'err') say({ error: json.address || null, code: json.failureCode });
    if (json.type === 'rec' && late !== null) late++;
    if (json.type === 'pong' && !ponged) {
      ponged = true;
      say({ pong: true });
    }
  }

  function first(eb) {
    const handler = event(() => numbers.length === half && leave(eb, handler));
    eb.registerHandler('event.nobody.knows', error => error && say({ register: error.failureCode }));
    eb.send('query.server.list', {}, (error, reply) => say({ reply: !error && reply.body.servers.length }));
    eb.send('command.server.restart', { server: 'broken' }, error =>
      say({ failure: error.failureCode, type: error.failureType, message: error.message }));
    eb.publish('event.node.left', {});
    eb.registerHandler(STATUS, { server: 'files' }, handler);
  }

  /** What is answered after an unregister comes after all that was heard before it. */
  function leave(eb, handler) {
    eb.unregisterHandler(STATUS, handler);
    eb.send('query.server.list', {}, () => {
      late = 0;
      setTimeout(() => { say({ late }); late = null; eb.close(); }, 100);
      setTimeout(connect, 400);
    });
  }

  /** Once more it loses its connection, and comes back by itself. */
  function again(eb) {
    eb.enableReconnect(true);
    const broken = connections === 3;
    const handler = event(() => {
      if (!broken && numbers.length === (all * 3) / 4) eb.sockJSConn.close();
      if (numbers.length === all) whenPonged(eb);
    });
    eb.registerHandler(STATUS, { server: 'files', since: { ...cursor } }, handler);
  }

  function whenPonged(eb) {
    if (!ponged) return setTimeout(whenPonged, 50, eb);
    say({ numbers });
    eb.enableReconnect(false);
    eb.close();
    return end(true);
  }

  function event(then) {
    return (error, message) => {
      if (error) return say({ register: error.failureCode });
      if (message.headers.seq <= (cursor[message.headers.node] || 0)) say({ twice: message.headers.seq });
      cursor[message.headers.node] = Number(message.headers.seq);
      numbers.push(message.body.data.number);
      return then();
    };
  }

  // The older client tells of frames without a handler only by a warning.
  console.warn = (...words) => words.forEach(word => word && typeof word === 'object' && unhandled(word));
  console.error = () => {};
  connect();
  setTimeout(() => { say({ timeout: numbers }); end(false); }, 50000);
});
