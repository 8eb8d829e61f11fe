package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.Printed;
import io.vertx.core.Context;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Hands on what a process says on stderr, line by line; who floods it loses lines, not our memory
 * nor our time, and how many is said.
 */
final class StderrTap {

  /** Far more than anybody reads, and still little work. */
  private static final int PER_SECOND = 10_000;

  private static final int MOST_WAITING_BYTES = 4 * 1024 * 1024;

  /** How long lines that were left out wait for one that is not, until they are said anyway. */
  private static final long SAY_MILLIS = 1_000;

  private final Context context;
  private final Printed printed;
  private final LineSplitter splitter = new LineSplitter(Printed.LONGEST, new Lines());

  private final LineGate gate = new LineGate(PER_SECOND, PER_SECOND);

  /** Put there by the pipe thread, taken by the context. */
  private final Queue<byte[]> waiting = new ArrayDeque<>();

  private int waitingBytes;
  private byte[] lastLeftOut;
  private boolean coming;
  private boolean saying;

  StderrTap(Context context, Printed printed) {
    this.context = context;
    this.printed = printed;
  }

  /** On the pipe thread. */
  void feed(ByteBuffer chunk) {
    splitter.feed(chunk);
  }

  /** The process is gone, and so is what the pipe thread had to say; on the context. */
  void end() {
    splitter.end();
    handOn();
    byte[] last = sayLeftOut();
    if (last != null) {
      printed.stderr(new String(last, StandardCharsets.UTF_8)); // it may say why it went
    }
  }

  /** Of a long line its beginning is enough. */
  private final class Lines implements LineSplitter.Lines {

    @Override
    public void line(byte[] line) {
      heard(line);
    }

    @Override
    public void tooLong(byte[] beginning) {
      heard(beginning);
    }
  }

  private synchronized void heard(byte[] line) {
    if (mayWait()) {
      waiting.add(line);
      waitingBytes += line.length;
      if (!coming) {
        coming = true;
        context.runOnContext(v -> handOn());
      }
      return;
    }
    lastLeftOut = line;
    if (!saying) {
      saying = true;
      context.runOnContext(v -> context.owner().setTimer(SAY_MILLIS, id -> sayLeftOut()));
    }
  }

  private boolean mayWait() {
    if (waiting.size() < PER_SECOND && waitingBytes < MOST_WAITING_BYTES) {
      return gate.admits(System.nanoTime());
    }
    gate.leftOut(1);
    return false;
  }

  private void handOn() {
    for (byte[] line = next(); line != null; line = next()) {
      printed.stderr(new String(line, StandardCharsets.UTF_8));
    }
  }

  private synchronized byte[] next() {
    byte[] line = waiting.poll();
    coming = line != null;
    waitingBytes -= coming ? line.length : 0;
    return line;
  }

  /** The last of those that were left out, or null. */
  private byte[] sayLeftOut() {
    long count;
    byte[] last;
    synchronized (this) {
      saying = false;
      count = gate.takeLeftOut();
      last = lastLeftOut;
      lastLeftOut = null;
    }
    if (count > 0) {
      printed.leftOut(count);
    }
    return last;
  }
}
