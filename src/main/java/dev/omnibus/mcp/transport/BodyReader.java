package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** Reads a body that has a bound; Vert.x's own {@code body()} has none. */
public final class BodyReader {
  private BodyReader() {}

  /** Fails with TOO_LARGE, and closes the connection, as soon as the bound is passed. */
  public static Future<Buffer> read(HttpClientResponse response, int maxBytes) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(v -> whole.tryComplete(body));
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() <= maxBytes) {
            body.appendBuffer(chunk);
          } else if (whole.tryFail(tooLarge(maxBytes))) {
            response.request().reset();
          }
        });
    if (announced(response) > maxBytes && whole.tryFail(tooLarge(maxBytes))) {
      response.request().reset();
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

  private static long announced(HttpClientResponse response) {
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }
}
