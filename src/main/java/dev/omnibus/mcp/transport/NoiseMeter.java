package dev.omnibus.mcp.transport;

import io.vertx.core.Handler;

/** Counts stdout lines that are not JSON-RPC and says so, but not each time. */
final class NoiseMeter {
  private final Handler<String> notes;
  private long lines;
  private long nextNote = 1;

  NoiseMeter(Handler<String> notes) {
    this.notes = notes;
  }

  long lines() {
    return lines;
  }

  /** A line that was too long to be kept. */
  void passedOver(long bytes) {
    notes.handle("[omnibus] stdout line that is too long passed over, " + bytes + " bytes");
  }

  /** The line itself is not repeated: it may hold anything. A note for line 1, 10, 100, ... */
  void ignored(long bytes) {
    lines++;
    if (lines == nextNote) {
      nextNote *= 10;
      notes.handle(
          "[omnibus] stdout line " + lines + " that is not JSON-RPC ignored, " + bytes + " bytes");
    }
  }
}
