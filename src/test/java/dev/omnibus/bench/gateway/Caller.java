package dev.omnibus.bench.gateway;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Locale;

/**
 * One agent on one connection: a call, its whole answer, the next call. It writes ready-made bytes
 * and looks for the end of the answer and its id in it, so that the load costs little beside what
 * is measured.
 */
final class Caller {

  private static final byte[] HEAD_END = "\r\n\r\n".getBytes();
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes();

  private final NetSocket socket;
  private final String head;
  private final String bodyStart;
  private final String bodyEnd;
  private final String wanted;
  private final Handler<Long> done;
  private Buffer got = Buffer.buffer();
  private long id;
  private long began;

  /**
   * @param head all of the request's head but its length
   * @param done gets the nanoseconds of each answered call, or -1 for a wrong answer
   */
  Caller(
      NetSocket socket, String head, String tool, String text, long firstId, Handler<Long> done) {
    this.socket = socket;
    this.head = head;
    this.bodyStart = "{\"jsonrpc\":\"2.0\",\"id\":";
    this.bodyEnd =
        ",\"method\":\"tools/call\",\"params\":{\"name\":\""
            + tool
            + "\",\"arguments\":{\"text\":\""
            + text
            + "\"}}}";
    this.wanted = ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}}";
    this.id = firstId;
    this.done = done;
    socket.handler(this::took);
  }

  void call() {
    id++;
    String body = bodyStart + id + bodyEnd;
    began = System.nanoTime();
    socket.write(head + body.length() + "\r\n\r\n" + body);
  }

  private void took(Buffer chunk) {
    got = got.length() == 0 ? chunk : got.appendBuffer(chunk);
    if (!isWhole()) {
      if (got == chunk) {
        got = chunk.copy();
      }
      return;
    }
    long nanos = System.nanoTime() - began;
    String text = got.toString("ISO-8859-1");
    boolean right = text.startsWith("HTTP/1.1 200") && body(text).contains("\"id\":" + id + wanted);
    if (!right) {
      System.err.println("wrong answer to " + id + ": " + text);
    }
    got = Buffer.buffer();
    done.handle(right ? nanos : -1);
  }

  private static String body(String answer) {
    int end = answer.indexOf("\r\n\r\n") + 4;
    boolean chunked = answer.substring(0, end).toLowerCase(Locale.ROOT).contains("chunked");
    if (!chunked) {
      return answer.substring(end);
    }
    StringBuilder body = new StringBuilder();
    int at = end;
    while (true) {
      int line = answer.indexOf("\r\n", at);
      int size = Integer.parseInt(answer.substring(at, line), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(answer, line + 2, line + 2 + size);
      at = line + 4 + size;
    }
  }

  private boolean isWhole() {
    int end = indexOf(HEAD_END, 0);
    if (end < 0) {
      return false;
    }
    String top = got.getString(0, end).toLowerCase(Locale.ROOT);
    int at = top.indexOf("content-length: ");
    if (at < 0) {
      return endsWith(LAST_CHUNK);
    }
    int stop = top.indexOf('\r', at);
    int length = Integer.parseInt(top.substring(at + 16, stop < 0 ? top.length() : stop).trim());
    return got.length() >= end + 4 + length;
  }

  private boolean endsWith(byte[] tail) {
    int from = got.length() - tail.length;
    return from >= 0 && matches(tail, from);
  }

  private int indexOf(byte[] wantedBytes, int from) {
    for (int i = from; i <= got.length() - wantedBytes.length; i++) {
      if (matches(wantedBytes, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(byte[] bytes, int at) {
    for (int i = 0; i < bytes.length; i++) {
      if (got.getByte(at + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
