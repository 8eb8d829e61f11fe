package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Set;

/**
 * One message posted, and all that comes back for it: nothing (202), one JSON body, or a stream of
 * events that ends with the reply.
 */
final class HttpPost {
  static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/json", "Accept", "application/json, text/event-stream");
  private static final int MAX_REFUSAL_BYTES = 64 * 1024;

  /**
   * What answers a handshake or a probe is small. A stranger who is only being looked at must not
   * make this node hold as much as one whose tools are called.
   */
  private static final int MAX_GREETING_BYTES = 1024 * 1024;

  private static final Set<String> GREETINGS = Set.of("initialize", "server/discover", "ping");

  private final HttpTarget target;
  private final Envelope message;
  private final Handler<Envelope> incoming;
  private final Handler<HttpClientResponse> onHead;
  private final StreamResumption resumption;
  private final Posting posting;

  HttpPost(
      HttpTarget target,
      Envelope message,
      Handler<Envelope> incoming,
      Handler<HttpClientResponse> onHead,
      StreamResumption resumption) {
    this.target = target;
    this.message = message;
    this.incoming = incoming;
    this.onHead = onHead;
    this.resumption = resumption;
    this.posting = new Posting(target, message);
  }

  Exchange start(Map<String, String> headers) {
    return posting.start(headers, this::receive);
  }

  private Future<Void> receive(HttpClientResponse response) {
    int status = response.statusCode();
    if (status < 200 || status >= 300) {
      return BodyReader.read(response, MAX_REFUSAL_BYTES)
          .otherwise(Buffer.buffer())
          .compose(body -> Future.failedFuture(HttpFailures.refusal(response, body)));
    }
    onHead.handle(response);
    if (message.type() != Envelope.Type.REQUEST) {
      return BodyReader.read(response, MAX_REFUSAL_BYTES).otherwiseEmpty().mapEmpty();
    }
    return switch (mediaType(response)) {
      case "application/json" -> BodyReader.read(response, maxAnswerBytes()).compose(this::answer);
      case "text/event-stream" -> stream(response);
      default -> notMcp(response);
    };
  }

  private int maxAnswerBytes() {
    int most = target.maxBodyBytes();
    return GREETINGS.contains(message.method()) ? Math.min(most, MAX_GREETING_BYTES) : most;
  }

  private Future<Void> answer(Buffer body) {
    Promise<Void> answered = Promise.promise();
    new Inbox(Vertx.currentContext())
        .take(
            body,
            parsed -> {
              parsed.forEach(incoming::handle);
              if (parsed.stream().anyMatch(this::isMyReply)) {
                answered.complete();
              } else {
                String text = "the answer is not a JSON-RPC reply";
                answered.fail(McpException.of(Kind.GARBAGE, text));
              }
            });
    return answered.future();
  }

  private Future<Void> stream(HttpClientResponse response) {
    return new EventStream(response, maxAnswerBytes(), incoming)
        .untilReply(this::isMyReply)
        .recover(failure -> resumption.resume(failure, this::isMyReply, posting.done()));
  }

  private Future<Void> notMcp(HttpClientResponse response) {
    BodyReader.drop(response);
    String type = mediaType(response);
    String what = type.isEmpty() ? "nothing" : type;
    String text = "HTTP " + response.statusCode() + " with " + what + " is not an MCP answer";
    return Future.failedFuture(McpException.http(Kind.GARBAGE, response.statusCode(), text));
  }

  private boolean isMyReply(Envelope incomingMessage) {
    return Messages.answers(incomingMessage, message);
  }

  static String mediaType(HttpClientResponse response) {
    String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
    return type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(java.util.Locale.ROOT);
  }
}
