package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** The agent's side of a standing stream, which outlives streams of the server. */
final class Ear {

  private final HttpServerRequest http;
  private final HttpServerResponse answer;
  private final Silence silence = new Silence(System.nanoTime());
  private final Set<Buffer> own = new LinkedHashSet<>();
  private HttpClientResponse source;

  Ear(HttpServerRequest http) {
    this.http = http;
    this.answer = http.response();
  }

  void onGone(Runnable agentGone) {
    answer.closeHandler(closed -> agentGone.run());
    answer.exceptionHandler(failure -> agentGone.run());
  }

  /** Whether it hears a stream already, so that no refusal can be told any more. */
  boolean hasBegun() {
    return answer.headWritten();
  }

  /** A stream of the server is there, the first one or another. */
  void begin(HttpClientResponse stream) {
    source = stream;
    if (!hasBegun()) {
      head(stream);
      answer.setChunked(true);
      answer.headers().remove("Content-Length"); // the Java SDK ends an unused stream with 0
      answer.putHeader("X-Accel-Buffering", "no");
      answer.writeHead();
    }
  }

  private void head(HttpClientResponse from) {
    answer.setStatusCode(from.statusCode());
    Headers.back(from.headers(), answer.headers());
  }

  void write(Buffer chunk) {
    silence.wrote(chunk, System.nanoTime());
    answer.write(chunk);
    if (answer.writeQueueFull() && source != null) {
      HttpClientResponse paused = source;
      paused.pause();
      answer.drainHandler(drained -> paused.resume());
    }
    sayOwn();
  }

  /** Says something that is not of the server, as soon as no event of it is half said. */
  void say(Buffer event) {
    own.add(event);
    sayOwn();
  }

  private void sayOwn() {
    if (!own.isEmpty() && hasBegun() && silence.betweenEvents()) {
      Buffer next = own.iterator().next();
      own.remove(next);
      write(next);
    }
  }

  /** Says on a silent stream that it is there; called now and then. */
  void tick(long now, Duration keepAlive) {
    if (hasBegun() && silence.isDue(now, keepAlive)) {
      write(Silence.COMMENT);
    }
  }

  /**
   * What the server says instead of a stream.
   *
   * @param ended run after the last of it
   */
  void refusal(HttpClientResponse from, Runnable ended) {
    head(from);
    if (from.getHeader("content-length") == null) {
      answer.setChunked(true);
    }
    from.handler(answer::write);
    from.exceptionHandler(broken -> ended.run());
    from.endHandler(end -> ended.run());
  }

  /** The same, read already. */
  void refusal(HttpClientResponse from, Buffer whole) {
    head(from);
    answer.headers().remove("Content-Length");
    answer.end(whole);
  }

  void fail(RpcException why) {
    Answers.error(http, why.status(false), null, why);
  }

  void end() {
    if (!answer.ended() && !answer.closed()) {
      answer.end();
    }
  }
}
