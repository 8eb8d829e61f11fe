package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.Cors;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.line.Answer;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * The agent's side of one passage: what is written to it, when, and what can still be said once a
 * part of it is written. After the agent went away it takes everything and writes nothing.
 */
final class Outlet {

  private final Relay relay;
  private final Post post;
  private final HttpServerResponse answer;
  private final Silence silence = new Silence(System.nanoTime());
  private Answer source;
  private Buffer held;
  private boolean stream;
  private boolean gone;
  private boolean over;
  private long stalled;

  Outlet(Relay relay, Post post) {
    this.relay = relay;
    this.post = post;
    this.answer = post.http().response();
  }

  /**
   * @param agentGone called once, when the agent goes away before its answer ended
   */
  void onGone(Runnable agentGone) {
    answer.closeHandler(closed -> leave(agentGone));
    answer.exceptionHandler(failure -> leave(agentGone));
  }

  private void leave(Runnable agentGone) {
    if (!gone && !over) {
      gone = true;
      if (source != null) {
        source.resume();
      }
      agentGone.run();
    }
  }

  boolean isOpen() {
    return !gone && !over;
  }

  /** Whether something left already, so that it can't be unsaid. */
  boolean hasBegun() {
    return answer.headWritten();
  }

  /**
   * @param renewed how often the session was made anew, if it just was; else 0
   */
  void head(Answer from, boolean isStream, int renewed) {
    source = from;
    if (!isOpen()) {
      return;
    }
    answer.setStatusCode(from.status());
    Headers.back(from.headers(), answer.headers());
    stream = isStream;
    if (renewed > 0) {
      answer.putHeader("Omnibus-Session-Renewed", Integer.toString(renewed));
    }
  }

  /** There is nothing to say but that it was taken. */
  void accepted() {
    if (isOpen()) {
      over = true;
      Answers.accepted(post.http());
    }
  }

  void header(String name, String value) {
    if (isOpen()) {
      answer.putHeader(name, value);
    }
  }

  void withoutLength() {
    answer.headers().remove("content-length");
  }

  /** More will come, in pieces. */
  void open(boolean lengthKnown) {
    if (isOpen() && !lengthKnown) {
      answer.setChunked(true);
    }
    if (isOpen() && stream) {
      answer.putHeader("X-Accel-Buffering", "no");
      relay.soon(this::flush);
    }
  }

  /**
   * What came in one piece leaves in one piece: the head, the bytes and the end need one write, not
   * three. Nothing waits longer than the present turn of the loop.
   */
  void piece(Buffer chunk, boolean isAll) {
    if (!isOpen()) {
      return;
    }
    if (held != null) {
      write(held);
    } else if (!isAll) {
      relay.soon(this::flush);
    }
    held = chunk;
  }

  private void flush() {
    if (!isOpen() || answer.ended()) {
      return;
    }
    if (held != null) {
      Buffer now = held;
      held = null;
      write(now);
    } else if (!answer.headWritten()) {
      answer.writeHead();
    }
  }

  private void write(Buffer chunk) {
    if (stream) {
      silence.wrote(chunk, System.nanoTime());
    }
    answer.write(chunk);
    if (stalled == 0 && answer.writeQueueFull()) {
      Answer paused = source;
      stalled = System.nanoTime();
      paused.pause();
      answer.drainHandler(
          drained -> {
            stalled = 0;
            paused.resume();
          });
    }
  }

  /** Whether the agent does not take what there is. */
  boolean isStalled() {
    return stalled != 0 && isOpen();
  }

  /** For how many nanoseconds. */
  long stalledFor(long now) {
    return isStalled() ? now - stalled : 0;
  }

  /** All of it is said. */
  void end() {
    if (isOpen()) {
      over = true;
      if (held == null) {
        answer.end();
      } else {
        answer.end(held);
      }
    }
  }

  /** Nothing of a broken answer has left yet, so none of it is said. */
  void unsay() {
    held = null;
    source = null;
    stream = false;
    if (isOpen()) {
      answer.headers().clear();
      answer.setChunked(false);
      Cors.open(post.http());
    }
  }

  /** The whole answer, which is not the server's present one. */
  void answer(Envelope reply) {
    if (isOpen()) {
      over = true;
      Answers.message(post.http(), reply.bytes());
    }
  }

  void fail(RpcException why) {
    if (isOpen()) {
      over = true;
      int status = why.status(post.era() == Era.MODERN);
      Answers.error(post.http(), status, post.message().id(), why);
    }
  }

  /**
   * After the head went out only the rest of the stream can say it; else nothing may look whole.
   */
  void breakOff(RpcException why) {
    if (!isOpen()) {
      return;
    }
    over = true;
    if (stream && post.isRequest()) {
      Buffer error = Answers.error(post.message().id(), why.error());
      answer.end(
          Buffer.buffer("\n\nevent: message\ndata: ").appendBuffer(error).appendString("\n\n"));
    } else {
      answer.reset();
    }
  }

  /** Says on a silent stream that it is there; called now and then. */
  void tick(long now) {
    boolean idle = isOpen() && stream && answer.headWritten() && held == null;
    if (idle && silence.isDue(now, relay.config().keepAlive())) {
      write(Silence.COMMENT);
    }
  }
}
