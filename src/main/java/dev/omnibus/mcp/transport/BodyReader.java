package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;

/** Reads a body that has a bound; Vert.x's own {@code body()} has none. */
public final class BodyReader {
  private BodyReader() {}

  /** Fails with TOO_LARGE, and closes the connection, as soon as the bound is passed. */
  public static Future<Buffer> read(HttpClientResponse response, int maxBytes) {
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    return read(response, length, () -> response.request().reset(), maxBytes);
  }

  /**
   * The same, of whatever else a body comes from.
   *
   * @param length what was announced, or null
   * @param drop lets go of the rest
   */
  public static Future<Buffer> read(
      ReadStream<Buffer> from, String length, Runnable drop, int maxBytes) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    from.exceptionHandler(whole::tryFail);
    from.endHandler(v -> whole.tryComplete(body));
    from.handler(
        chunk -> {
          if (body.length() + chunk.length() <= maxBytes) {
            body.appendBuffer(chunk);
          } else if (whole.tryFail(tooLarge(maxBytes))) {
            drop.run();
          }
        });
    if (announced(length) > maxBytes && whole.tryFail(tooLarge(maxBytes))) {
      drop.run();
    }
    return whole.future();
  }

  /** Nobody wants the rest: the connection goes, and nobody is told. */
  static void drop(HttpClientResponse response) {
    response.exceptionHandler(expected -> {});
    response.request().reset();
  }

  static McpException tooLarge(int maxBytes) {
    return McpException.of(Kind.TOO_LARGE, "an answer longer than " + maxBytes + " bytes");
  }

  private static long announced(String length) {
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }
}
