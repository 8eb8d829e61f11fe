package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.CloseReason;
import dev.omnibus.mcp.CloseReason.Cause;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.Printed;
import dev.omnibus.mcp.StdioEndpoint;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** A server on the standard streams of a process: one JSON message a line. */
public final class StdioLink implements Link {
  private static final long GRACE_MILLIS = 2_000;
  private static final long REAP_MILLIS = 1_000;
  private static final long UNDELIVERED_EXTRA = 8L * 1024 * 1024;
  private static final long LINE_OVERHEAD = 64;

  private final Vertx vertx;
  private final Context context;
  private final int maxLineBytes;
  private final NoiseMeter noise;
  private final Inbox inbox;
  private final LineSplitter out;
  private final StderrTap err;
  private final AtomicLong undelivered = new AtomicLong();
  private final Promise<CloseReason> closed = Promise.promise();
  private ChildProcess child;
  private Handler<Envelope> messages = message -> {};
  private Handler<String> lostReplies = id -> {};
  private Future<Void> closing;
  private CloseReason reason;
  private boolean finishing;
  private String tooLargeAtStart;

  private StdioLink(Vertx vertx, Context context, StdioEndpoint endpoint, Printed printed) {
    this.vertx = vertx;
    this.context = context;
    this.maxLineBytes = endpoint.maxLineBytes();
    this.inbox = new Inbox(context);
    this.noise = new NoiseMeter(vertx, printed);
    this.out = new LineSplitter(maxLineBytes, new Lines());
    this.err = new StderrTap(context, printed);
  }

  /** Starts the program. Fails with SPAWN_FAILED; completes as soon as it runs. */
  public static Future<StdioLink> open(
      Vertx vertx, Context context, StdioEndpoint endpoint, Printed printed) {
    StdioLink link = new StdioLink(vertx, context, endpoint, printed);
    return context
        .executeBlocking(
            () -> ChildProcess.start(Program.of(endpoint), link.out::feed, link.err::feed), false)
        .map(link::started);
  }

  private StdioLink started(ChildProcess started) {
    child = started;
    child.ended().thenRun(() -> context.runOnContext(v -> processEnded()));
    child.reaped().thenAccept(code -> context.runOnContext(v -> reaped(code)));
    if (tooLargeAtStart != null) {
      tooLarge(tooLargeAtStart);
    }
    return this;
  }

  @Override
  public TransportKind kind() {
    return TransportKind.STDIO;
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(child.pid());
  }

  @Override
  public long ignored() {
    return noise.lines();
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    messages = handler;
  }

  @Override
  public void onLostReply(Handler<String> handler) {
    lostReplies = handler;
  }

  @Override
  public Exchange send(Envelope message, Map<String, String> headers) {
    if (closed.future().isComplete() || closing != null) {
      return Exchange.of(
          Future.failedFuture(McpException.of(Kind.CLOSED, "the process has ended")));
    }
    return child.write(line(message.bytes()))
        ? Exchange.of(Future.succeededFuture())
        : Exchange.of(
            Future.failedFuture(
                McpException.of(Kind.TOO_LARGE, "the process does not read its input")));
  }

  /** A line end within the message, which JSON allows between its values, would break it in two. */
  private static byte[] line(Buffer message) {
    byte[] line = new byte[message.length() + 1];
    message.getBytes(line, 0);
    for (int i = 0; i < line.length - 1; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    line[line.length - 1] = '\n';
    return line;
  }

  @Override
  public Future<CloseReason> closed() {
    return closed.future();
  }

  @Override
  public Future<Void> close() {
    return closeWith(CloseReason.of(Cause.CLOSED_BY_US, "closed by Omnibus"));
  }

  /** End of input first, then a polite signal, then one that nobody survives. */
  private Future<Void> closeWith(CloseReason why) {
    if (closing != null) {
      return closing;
    }
    if (closed.future().isComplete()) {
      return Future.succeededFuture();
    }
    reason = why;
    closing =
        context
            .executeBlocking(child::descendants, false)
            .otherwise(List.of())
            .compose(this::endProcess)
            .mapEmpty();
    return closing;
  }

  private Future<CloseReason> endProcess(List<ProcessHandle> descendants) {
    child.closeStdin();
    long term = vertx.setTimer(GRACE_MILLIS, id -> child.terminate());
    long kill = vertx.setTimer(2 * GRACE_MILLIS, id -> child.kill());
    return closed
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(term);
              vertx.cancelTimer(kill);
              // Those that made a group of their own outlive the group's end.
              descendants.forEach(ProcessHandle::destroyForcibly);
            });
  }

  /** What it said before it ended still counts. */
  private void reaped(int code) {
    err.end();
    inbox.afterAll(() -> finish(OptionalInt.of(code)));
  }

  private void processEnded() {
    if (!closed.future().isComplete()) {
      vertx.setTimer(REAP_MILLIS, id -> finish(OptionalInt.empty()));
    }
  }

  /** What it started and left behind goes first: then it is over. */
  private void finish(OptionalInt exitCode) {
    if (!finishing) {
      finishing = true;
      context.executeBlocking(child::killLeftovers, false).onComplete(gone -> finished(exitCode));
    }
  }

  private void finished(OptionalInt exitCode) {
    CloseReason why = reason;
    if (why == null) {
      String code = exitCode.isPresent() ? " with " + exitCode.getAsInt() : "";
      why = new CloseReason(Cause.EXITED, "the process exited" + code, exitCode);
    }
    closed.tryComplete(new CloseReason(why.cause(), why.text(), exitCode));
  }

  /** All on the pipe thread. */
  private final class Lines implements LineSplitter.Lines {
    private byte[] beginning;

    @Override
    public void line(byte[] line) {
      outLine(line);
    }

    @Override
    public void tooLong(byte[] first) {
      beginning = first;
    }

    @Override
    public void passedOver(long bytes, byte[] end) {
      Optional<String> id = LostReply.id(beginning, end);
      beginning = null;
      context.runOnContext(v -> inbox.afterAll(() -> lost(id, bytes)));
    }

    @Override
    public void endless() {
      context.runOnContext(v -> tooLarge("a line longer than " + maxLineBytes + " bytes"));
    }
  }

  private void lost(Optional<String> id, long bytes) {
    if (reason == null) {
      noise.passedOver(bytes);
      id.ifPresent(lostReplies::handle);
    }
  }

  private void outLine(byte[] line) {
    if (line.length == 0) {
      return;
    }
    long cost = line.length + LINE_OVERHEAD;
    if (undelivered.addAndGet(cost) > maxLineBytes + UNDELIVERED_EXTRA) {
      undelivered.addAndGet(-cost);
      context.runOnContext(v -> tooLarge("it writes faster than it can be heard"));
      return;
    }
    Buffer bytes = Buffer.buffer(line);
    context.runOnContext(v -> inbox.take(bytes, parsed -> deliver(parsed, bytes, cost)));
  }

  private void deliver(List<Envelope> parsed, Buffer line, long cost) {
    undelivered.addAndGet(-cost);
    if (reason != null) {
      return;
    }
    if (parsed.isEmpty()) {
      noise.ignored(line);
    }
    parsed.forEach(messages::handle);
  }

  private void tooLarge(String text) {
    if (child == null) {
      // It talks before the start has returned to us.
      tooLargeAtStart = text;
    } else if (reason == null && !closed.future().isComplete()) {
      closeWith(CloseReason.of(Cause.TOO_LARGE, text));
      child.kill();
    }
  }
}
