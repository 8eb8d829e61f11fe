package dev.omnibus.tracing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The times of one call on one node, noted as it goes on: a few numbers, of which spans are made
 * only if somebody wants to see them. Written on the loop of its call, read on any: who looks at a
 * call that is under way may miss its last step.
 */
public final class CallTrace {

  /** A call that is tried again and again says no more than this. */
  private static final int MOST_MARKS = 32;

  /** Where a mark has its stage. */
  private static final int STAGE_BITS = 4;

  private static final int STAGE_MASK = (1 << STAGE_BITS) - 1;
  private static final Stage[] STAGES = Stage.values();

  /** Distance of the ids of tries and of what is made of one. */
  private static final int HOP_NTH = 1 << 20;

  /** Where one try went. */
  record Way(String replica, String node) {}

  /** Of what is no call of an agent: nobody takes its times, nor knows its replica. One for all. */
  public static final CallTrace NONE = new CallTrace(null, null, 0, null, 0, false);

  private final Called called;
  private final TraceContext own;
  private final long parent;
  private final long began;
  private final Kept head;
  private long[] marks;
  private Way[] ways;
  private volatile Kept later;
  private volatile int count;
  private int tries;
  private String replica;
  private volatile Ended ended;

  /**
   * @param own the context whose span is this call's own
   * @param parent the span that it belongs to; 0 for none
   * @param head why it is kept whatever becomes of it; null when that is not decided
   * @param timed whether anybody could want to see its times
   */
  CallTrace(Called called, TraceContext own, long parent, Kept head, long began, boolean timed) {
    this.marks = timed ? new long[6] : null;
    this.called = called;
    this.own = own;
    this.parent = parent;
    this.head = head;
    this.began = began;
  }

  /** From now on it is at this. */
  public void at(Stage stage) {
    if (marks != null) {
      at(stage, System.nanoTime());
    }
  }

  void at(Stage stage, long now) {
    int place = count;
    if (place == MOST_MARKS || ended != null) {
      return;
    }
    if (place == marks.length) {
      marks = Arrays.copyOf(marks, 2 * place);
    }
    marks[place] = now - began << STAGE_BITS | stage.ordinal();
    if (stage.beginsTry()) {
      tries++;
    }
    count = place + 1;
  }

  /** The same, unless it is at it already, or further. */
  public void reached(Stage stage) {
    int last = count - 1;
    if (last >= 0 && ((int) marks[last] & STAGE_MASK) < stage.ordinal()) {
      at(stage);
    }
  }

  /** The next try is one at this replica; null for a server that is but one. */
  public void towards(String replica) {
    if (replica != null && called != null) {
      this.replica = replica;
      way(replica, null);
    }
  }

  /** The one that the last try was for, whether times are taken or not; null for none. */
  public String replica() {
    return replica;
  }

  /** A try goes to the server itself. */
  public void tries() {
    at(Stage.CONNECT);
  }

  /** A try goes to the node that owns the server. */
  public void hops(String node) {
    Way known = wayOf(tries);
    way(known == null ? null : known.replica(), node);
    at(Stage.HOP);
  }

  private void way(String replica, String node) {
    if (marks == null) {
      return;
    }
    if (ways == null) {
      ways = new Way[2];
    } else if (tries >= ways.length) {
      ways = Arrays.copyOf(ways, Math.max(MOST_MARKS, 2 * ways.length));
    }
    if (tries < ways.length) {
      ways[tries] = new Way(replica, node);
    }
  }

  /** Where a part of this call was, and what it is called there. */
  public record Hop(String node, TraceContext context) {}

  /** The parts at owners. */
  public List<Hop> hops() {
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < tries; i++) {
      Way way = wayOf(i);
      if (way != null && way.node() != null) {
        hops.add(new Hop(way.node(), own.at(tryOf(i))));
      }
    }
    return hops;
  }

  /** For the node that owns the server: its span, and whether it is to be kept there as well. */
  public String forOwner() {
    if (own == null) {
      return "";
    }
    TraceContext onward = onward();
    return new TraceContext(onward.high(), onward.low(), onward.span(), head() != null).text();
  }

  /** What the server that is asked now is told: the span in which it is. */
  public TraceContext onward() {
    return own.at(tryOf(Math.max(0, tries - 1)));
  }

  /** Of the span in which the nth try speaks to the server, here or at the owner. */
  long tryOf(int nth) {
    return TraceContext.derived(own.span(), nth + 1);
  }

  /** Of the span that waits for the owner, which that of the owner belongs to. */
  static long hopOf(long span) {
    return TraceContext.derived(span, HOP_NTH);
  }

  void end(Ended how) {
    ended = how;
  }

  /** Null as long as it is under way. */
  Ended ended() {
    return ended;
  }

  public Called called() {
    return called;
  }

  /** Whether it belongs to the trace with this id. */
  public boolean isOf(String id) {
    return own.trace().equals(id);
  }

  /** Its own span. */
  public TraceContext own() {
    return own;
  }

  /** Whether an agent, or the node before, said in which trace it is. */
  public boolean hasParent() {
    return parent != 0;
  }

  long parent() {
    return parent;
  }

  /** Why it is kept whatever becomes of it; null when that is not decided. */
  public Kept head() {
    return head == null ? later : head;
  }

  /** It is kept whatever becomes of it, which was not known when it began. */
  void want(Kept why) {
    later = why;
  }

  /** As {@code System.nanoTime()}. */
  public long began() {
    return began;
  }

  int count() {
    return count;
  }

  Stage stage(int nth) {
    return STAGES[(int) marks[nth] & STAGE_MASK];
  }

  /** Since it began. */
  long nanos(int nth) {
    return marks[nth] >> STAGE_BITS;
  }

  /** Null where nothing is known of the nth try. */
  Way wayOf(int nth) {
    Way[] known = ways;
    return known == null || nth >= known.length ? null : known[nth];
  }
}
