package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.Printed;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Counts stdout lines that are not JSON-RPC and tells them, as many as anybody can read. */
final class NoiseMeter {
  private static final int PER_SECOND = 10_000;

  /** How long lines that were left out wait for others, until they are said. */
  private static final long SAY_MILLIS = 1_000;

  private final Vertx vertx;
  private final Printed printed;
  private final LineGate gate = new LineGate(PER_SECOND, PER_SECOND);
  private long lines;
  private boolean saying;

  NoiseMeter(Vertx vertx, Printed printed) {
    this.vertx = vertx;
    this.printed = printed;
  }

  long lines() {
    return lines;
  }

  /** A line that was too long to be kept. */
  void passedOver(long bytes) {
    printed.note("a line on stdout that is too long was passed over, " + bytes + " bytes");
  }

  void ignored(Buffer line) {
    lines++;
    if (gate.admits(System.nanoTime())) {
      int end = Math.min(line.length(), Printed.LONGEST);
      printed.stdout(line.getString(0, end, StandardCharsets.UTF_8.name()));
    } else if (!saying) {
      saying = true;
      vertx.setTimer(SAY_MILLIS, id -> sayLeftOut());
    }
  }

  private void sayLeftOut() {
    saying = false;
    printed.leftOut(gate.takeLeftOut());
  }
}
