package dev.omnibus.gateway.line;

import dev.omnibus.gateway.target.Target;
import io.vertx.core.AsyncResult;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** The connections of one loop to one server: those that are idle, the one used last on top. */
public final class Shelf {

  private static final int CONNECT_MILLIS = 5_000;

  private final NetClient client;
  private final Target target;
  private final Deque<Line> idle = new ArrayDeque<>();
  private byte[] start;
  private final Stocks.Stock stock;
  private int open;

  Shelf(NetClient client, Target target, Stocks.Stock stock) {
    this.stock = stock;
    this.client = client;
    this.target = target;
  }

  /** Asks on an idle connection at once, or on a new one as soon as it stands. */
  public Ask ask(Asker asker) {
    Ask ask = new Ask(asker);
    Line line = take();
    if (line != null) {
      line.send(ask);
    } else {
      open++;
      stock.open.increment();
      stock.waiting.increment();
      client.connect(where()).onComplete(made -> connected(made, ask));
    }
    return ask;
  }

  private Line take() {
    Line line = last();
    while (line != null && !line.isOpen()) {
      line = last();
    }
    return line;
  }

  private Line last() {
    Line line = idle.pollLast();
    if (line != null) {
      stock.idle.decrement();
    }
    return line;
  }

  private void connected(AsyncResult<NetSocket> made, Ask ask) {
    stock.waiting.decrement();
    if (made.failed()) {
      open--;
      stock.open.decrement();
      ask.lost(made.cause());
      return;
    }
    Line line = new Line(this, (NetSocketInternal) made.result());
    if (ask.isDropped()) {
      put(line);
    } else {
      line.send(ask);
    }
  }

  void put(Line line) {
    line.idleSince(System.nanoTime());
    idle.addLast(line);
    stock.idle.increment();
  }

  void gone(Line line) {
    open--;
    stock.open.decrement();
    if (idle.remove(line)) {
      stock.idle.decrement();
    }
  }

  /** Closes what was idle since then; the oldest are at the bottom. */
  void closeIdleSince(long then) {
    for (Line line = idle.peekFirst();
        line != null && line.idleSince() - then < 0;
        line = idle.peekFirst()) {
      idle.pollFirst().close();
      stock.idle.decrement();
    }
  }

  boolean isEmpty() {
    return open == 0;
  }

  /** What every request to this server begins with; fails as {@link Head#add} does. */
  byte[] start() {
    if (start == null) {
      start = Head.bytes("POST " + path() + " HTTP/1.1\r\nhost: " + name() + "\r\n");
    }
    return start;
  }

  private ConnectOptions where() {
    ConnectOptions where =
        new ConnectOptions().setHost(host()).setPort(port()).setTimeout(CONNECT_MILLIS);
    return target.ssl() == null ? where : where.setSsl(true).setSslOptions(target.ssl());
  }

  private String host() {
    String host = target.url().getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private int port() {
    int port = target.url().getPort();
    return port >= 0 ? port : target.ssl() == null ? 80 : 443;
  }

  /** A server may be configured to be called otherwise than where it is. */
  private String name() {
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      if (header.getKey().equalsIgnoreCase("host")) {
        return Head.checked(header.getValue());
      }
    }
    URI url = target.url();
    return url.getPort() >= 0 ? url.getHost() + ":" + url.getPort() : url.getHost();
  }

  private String path() {
    URI url = target.url();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
