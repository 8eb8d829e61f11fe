package dev.omnibus.gateway.seen;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.Replica;
import dev.omnibus.tracing.CallTrace;

/** One call as it is counted, timed and told. Touched on the loop of its call. */
public final class Sight {

  private final Seen seen;
  private final long began = System.nanoTime();
  private final long id;
  private final String user;
  private final String server;
  private final String method;
  private final String tool;
  private final CallTrace trace;
  private Envelope call;
  private long sent;
  private long received;
  private boolean told;
  private boolean over;

  Sight(
      Seen seen, long id, String user, String server, String method, String tool, CallTrace trace) {
    this.seen = seen;
    this.id = id;
    this.user = user;
    this.server = server;
    this.method = method;
    this.tool = tool;
    this.trace = trace;
  }

  /** What it goes through. */
  public CallTrace trace() {
    return trace;
  }

  /** Somebody will look at what it went through. */
  public void wanted() {
    seen.wanted(trace);
  }

  /** The message itself, for a digest of what it carries. */
  public Sight of(Envelope message) {
    call = message;
    return this;
  }

  public void sent(long bytes) {
    sent += bytes;
  }

  public void received(long bytes) {
    received += bytes;
  }

  public void progress() {
    seen.progressed(this);
  }

  /** Once; what comes later does not count. */
  public void finished(Outcome outcome) {
    if (!over) {
      over = true;
      seen.finished(this, outcome, System.nanoTime() - began);
      call = null;
    }
  }

  /** It was not sent, and is seen anew when it is said on another way: no call, and no failure. */
  public void withdrawn() {
    if (!over) {
      over = true;
      seen.withdrawn(this, System.nanoTime() - began);
      call = null;
    }
  }

  /** Null once it is over. */
  Envelope call() {
    return call;
  }

  /** The one it went to last, from 1; 0 where there is but one. */
  int replica() {
    String name = trace.replica();
    return name == null || !Replica.isReplica(name) ? 0 : Replica.number(name);
  }

  long sent() {
    return sent;
  }

  long received() {
    return received;
  }

  long id() {
    return id;
  }

  String user() {
    return user;
  }

  String server() {
    return server;
  }

  String method() {
    return method;
  }

  String tool() {
    return tool;
  }

  /** Cheaper than what an object without one is given. */
  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  /** Whether its start was told, so that its end is told too. */
  boolean told() {
    return told;
  }

  void told(boolean now) {
    told = now;
  }
}
