package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Map;

/** One message posted to an HTTP+SSE server, whose reply comes elsewhere. */
final class SsePost {
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final Posting posting;

  SsePost(HttpTarget target, Envelope message) {
    this.posting = new Posting(target, message);
  }

  Exchange start(Map<String, String> headers) {
    return posting.start(headers, SsePost::accepted);
  }

  private static Future<Void> accepted(HttpClientResponse response) {
    boolean ok = response.statusCode() >= 200 && response.statusCode() < 300;
    return BodyReader.read(response, MAX_BODY_BYTES)
        .otherwise(Buffer.buffer())
        .compose(
            body ->
                ok
                    ? Future.succeededFuture()
                    : Future.failedFuture(HttpFailures.refusal(response, body)));
  }
}
