package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.RawSession;
import dev.omnibus.mcp.wire.Parcel;
import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.Stage;
import java.util.ArrayDeque;
import java.util.Deque;

/** One request of a guest under way at the server. */
final class Passage {

  /** What a passage that is held may keep of messages; more are lost. The answer is kept. */
  private static final int MOST_HELD = 1 << 20;

  final int flight;

  /** The raw id that the agent gave it. */
  final String id;

  private final Deque<Parcel> held = new ArrayDeque<>();
  private final CallTrace trace;
  private RawSession session;
  private int number;
  private long heldBytes;
  private boolean hold;

  Passage(int flight, String id, CallTrace trace) {
    this.trace = trace;
    this.flight = flight;
    this.id = id;
  }

  /** It went to the server in this session, under this number. */
  void sent(RawSession where, int under) {
    session = where;
    number = under;
    trace.at(Stage.ANSWER);
  }

  /** Tells the server that nobody waits; nothing is told when it never went there. */
  void cancel(String reason) {
    if (session != null) {
      session.cancel(number, reason);
    }
  }

  /** What it goes through here. */
  CallTrace trace() {
    return trace;
  }

  void hold(boolean on) {
    hold = on;
  }

  boolean isHeld() {
    return hold;
  }

  /** Keeps a parcel until the agent wants it; false when it is lost instead. */
  boolean keep(Parcel parcel) {
    if (parcel.kind() == Parcel.Kind.MESSAGE && heldBytes + parcel.message().length() > MOST_HELD) {
      return false;
    }
    heldBytes += parcel.message().length();
    held.add(parcel);
    return true;
  }

  /** The next of what was kept, or null. */
  Parcel next() {
    Parcel parcel = held.poll();
    if (parcel != null) {
      heldBytes -= parcel.message().length();
    }
    return parcel;
  }
}
