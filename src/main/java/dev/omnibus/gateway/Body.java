package dev.omnibus.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Reads the body of a request within a bound; one that comes in one piece is not copied. */
final class Body {

  private final HttpServerRequest http;
  private final int maxBytes;
  private Buffer parts;
  private boolean copied;
  private boolean over;

  Body(HttpServerRequest http, int maxBytes) {
    this.http = http;
    this.maxBytes = maxBytes;
  }

  /**
   * @param then gets the body, or null as soon as it is too large
   */
  void read(Consumer<Buffer> then) {
    http.handler(chunk -> add(chunk, then));
    http.exceptionHandler(broken -> over = true);
    http.endHandler(
        ended -> {
          if (!over) {
            over = true;
            then.accept(parts == null ? Buffer.buffer() : parts);
          }
        });
  }

  private void add(Buffer chunk, Consumer<Buffer> then) {
    if (over) {
      return;
    }
    if ((parts == null ? 0L : parts.length()) + chunk.length() > maxBytes) {
      over = true;
      parts = null;
      then.accept(null);
    } else if (parts == null) {
      parts = chunk;
    } else if (copied) {
      parts.appendBuffer(chunk);
    } else {
      parts = Buffer.buffer(2 * (parts.length() + chunk.length())).appendBuffer(parts);
      parts.appendBuffer(chunk);
      copied = true;
    }
  }
}
