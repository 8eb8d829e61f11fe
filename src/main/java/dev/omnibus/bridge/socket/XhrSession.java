package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Loop;
import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A SockJS session over HTTP requests. What is written waits for a request that asks for it. One
 * request may ask at a time; a client that has none open for five seconds is gone, and one that
 * breaks one off too. It lives on the loop of its first request; the others may come on any.
 */
public final class XhrSession implements Wire {

  private static final Duration AWAY = Duration.ofSeconds(5);
  private static final int ABNORMAL = 1006;
  private static final Buffer OPEN = Buffer.buffer("o\n");
  private static final Buffer HEARTBEAT = Buffer.buffer("h\n");
  private static final Buffer BUSY = farewell(2010, "Another connection still open");

  private final Loop loop;
  private final String user;
  private final Runnable forget;
  private final Deque<Packet> waiting = new ArrayDeque<>();
  private long bytes;
  private long leaving;
  private XhrAnswer answer;
  private boolean greeted;
  private Buffer farewell;
  private long left;
  private Connection connection;

  XhrSession(Loop loop, String user, Runnable forget) {
    this.loop = loop;
    this.user = user;
    this.forget = forget;
  }

  /** Whether it is this user's. */
  public boolean isOf(String name) {
    return user.equals(name);
  }

  void carries(Connection opened) {
    connection = opened;
  }

  /** A request asks for what there is. From any thread. */
  public void ask(XhrAnswer young) {
    loop.execute(() -> attach(young));
  }

  private void attach(XhrAnswer young) {
    if (answer != null) {
      young.last(BUSY);
      return;
    }
    answer = young;
    young.onGone(() -> loop.execute(() -> gone(young)));
    if (connection != null) {
      connection.heard();
    }
    if (!greeted) {
      greeted = true;
      send(OPEN, 0);
    }
    flush();
  }

  private void gone(XhrAnswer broken) {
    if (answer == broken && !broken.isOver()) {
      answer = null;
      end();
    }
  }

  /** Messages of the client. From any thread; what is no SockJS was refused before. */
  public void received(List<String> messages) {
    loop.execute(
        () -> {
          if (connection != null) {
            messages.forEach(connection::received);
          }
        });
  }

  @Override
  public void write(Parcel parcel) {
    for (Packet packet : parcel.packets()) {
      waiting.add(packet);
      bytes += packet.size();
    }
  }

  /** First what waits, then, if it is over, why. */
  @Override
  public void flush() {
    if (answer != null && !waiting.isEmpty() && !answer.isFull()) {
      long size = bytes;
      send(frame(), size);
    }
    if (answer != null && waiting.isEmpty() && farewell != null) {
      answer.last(farewell);
      settle();
    }
  }

  private Buffer frame() {
    Buffer frame = Buffer.buffer((int) bytes + 16).appendByte((byte) 'a');
    byte before = '[';
    for (Packet packet : waiting) {
      frame.appendByte(before).appendBytes(packet.quoted());
      before = ',';
    }
    waiting.clear();
    bytes = 0;
    return frame.appendString("]\n");
  }

  private void send(Buffer frame, long size) {
    leaving += size;
    answer
        .send(frame)
        .onComplete(
            done ->
                loop.execute(
                    () -> {
                      leaving -= size;
                      flush();
                    }));
    settle();
  }

  private void settle() {
    if (answer.isOver()) {
      answer = null;
      away();
    }
  }

  /** Once it is closed, asking again and again does not keep it. */
  private void away() {
    if (farewell == null) {
      left = System.nanoTime();
      loop.after(AWAY, this::look);
    }
  }

  private void look() {
    boolean asks = answer != null && farewell == null;
    if (!asks && System.nanoTime() - left >= AWAY.toNanos()) {
      end();
    }
  }

  private void end() {
    forget.run();
    waiting.clear();
    bytes = 0;
    if (connection != null) {
      connection.ended(ABNORMAL, "session closed");
    }
  }

  @Override
  public long pending() {
    return bytes + leaving;
  }

  /** A client answers no heartbeat of SockJS. */
  @Override
  public boolean ping() {
    if (answer != null) {
      send(HEARTBEAT, 0);
    }
    return false;
  }

  /** Whoever asks within five seconds is told why. */
  @Override
  public void close(int code, String reason) {
    left = System.nanoTime();
    loop.after(AWAY, this::look);
    farewell = farewell(code, reason);
    flush();
  }

  private static Buffer farewell(int code, String reason) {
    return Buffer.buffer("c" + new JsonArray().add(code).add(reason).encode() + "\n");
  }
}
