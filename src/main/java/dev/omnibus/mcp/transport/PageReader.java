package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a page that a server has beside the protocol, with the credentials and the trust that it is
 * reached with; within a time and a size, and redirects are not followed.
 */
public final class PageReader {

  private static final int MAX_REFUSAL_BYTES = 64 * 1024;

  private final HttpClients clients;
  private final String accept;
  private final int maxBytes;

  /**
   * @param accept which media types are wanted
   */
  public PageReader(HttpClients clients, String accept, int maxBytes) {
    this.clients = clients;
    this.accept = accept;
    this.maxBytes = maxBytes;
  }

  /**
   * Completes with its media type, empty when none is said, when all of it was handed over; fails
   * with an {@link McpException}, after which nothing is handed over any more.
   */
  public Future<String> read(HttpEndpoint page, Duration limit, Handler<Buffer> pieces) {
    Reading reading = new Reading(pieces);
    HttpTarget target = HttpTarget.of(clients, page);
    return target
        .send(
            target.client(),
            HttpMethod.GET,
            Map.of("Accept", accept),
            Buffer.buffer(),
            reading::may)
        .compose(reading::receive)
        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(cause -> reading.giveUp())
        .recover(cause -> Future.failedFuture(known(cause, limit)));
  }

  private static McpException known(Throwable cause, Duration limit) {
    return cause instanceof TimeoutException
        ? McpException.of(Kind.TIMEOUT, "not read within " + limit.toMillis() + " ms")
        : HttpFailures.of(cause);
  }

  private final class Reading {
    private final Handler<Buffer> pieces;
    private HttpClientRequest made;
    private boolean over;
    private long read;

    Reading(Handler<Buffer> pieces) {
      this.pieces = pieces;
    }

    boolean may(HttpClientRequest request) {
      made = request;
      return !over;
    }

    Future<String> receive(HttpClientResponse response) {
      int status = response.statusCode();
      if (status != 200) {
        return BodyReader.read(response, MAX_REFUSAL_BYTES)
            .otherwise(Buffer.buffer())
            .compose(body -> Future.failedFuture(HttpFailures.refusal(response, body)));
      }
      Promise<String> whole = Promise.promise();
      response.exceptionHandler(whole::tryFail);
      response.endHandler(end -> whole.tryComplete(HttpPost.mediaType(response)));
      response.handler(piece -> take(piece, whole));
      return whole.future();
    }

    private void take(Buffer piece, Promise<String> whole) {
      read += piece.length();
      if (over) {
        return;
      }
      if (read > maxBytes) {
        whole.tryFail(BodyReader.tooLarge(maxBytes));
      } else {
        pieces.handle(piece);
      }
    }

    void giveUp() {
      over = true;
      if (made != null) {
        made.reset();
      }
    }
  }
}
