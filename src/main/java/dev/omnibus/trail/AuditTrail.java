package dev.omnibus.trail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where all rooms of a node leave what is to be noted down; whoever writes it fetches it from here.
 * Leaving something never waits and never fails. It knows no store. What is fetched counts as
 * waiting until it is said to be in safety. When all that waits takes too much memory, what comes
 * then is lost; an entry at that place says how much.
 */
public final class AuditTrail {

  /** What is kept in memory at most, unless somebody says otherwise. */
  private static final long USUAL = 128L << 20;

  /** The last part of the room is not for calls: they push nobody's command out. */
  private static final int RESERVE = 8;

  /** Of what is fetched at once, unless one entry alone is more. */
  private static final long MOST_FETCHED = 16L << 20;

  private record Left(AuditEntry entry, long bytes) {}

  /**
   * Some entries that are being brought into safety, oldest first.
   *
   * @param bytes what they take of the memory
   */
  public record Fetched(List<AuditEntry> entries, long bytes) {
    public static final Fetched NOTHING = new Fetched(List.of(), 0);

    public boolean isEmpty() {
      return entries.isEmpty();
    }
  }

  private final ConcurrentLinkedQueue<Left> waiting = new ConcurrentLinkedQueue<>();

  /** Fetched and given back: older than all in the queue. */
  private final Deque<Fetched> back = new ArrayDeque<>();

  /** The queue counts itself by walking through it. */
  private final AtomicInteger size = new AtomicInteger();

  private final AtomicLong bytes = new AtomicLong();
  private final Losses losses = new Losses();
  private volatile long most = USUAL;
  private volatile KeptArguments kept = KeptArguments.NONE;

  /** Says of which tools the arguments are kept; of none until somebody does. */
  public void keep(KeptArguments arguments) {
    kept = arguments;
  }

  /** Of which tools the arguments are kept. */
  public KeptArguments kept() {
    return kept;
  }

  /** Says how many bytes of memory all that waits may take. */
  public void holdAtMost(long bytes) {
    most = bytes;
  }

  /** Leaves an entry, from any thread. */
  public void record(AuditEntry entry) {
    long weight = Weight.of(entry);
    if (bytes.get() + weight > room(entry)) {
      losses.add(entry);
      return;
    }
    if (losses.isPending()) {
      noteLosses();
    }
    add(entry, weight);
  }

  private long room(AuditEntry entry) {
    long reserve = entry.action().equals(AuditEntry.TOOL_CALL) ? most / RESERVE : 0;
    return most - reserve;
  }

  private void add(AuditEntry entry, long weight) {
    bytes.addAndGet(weight);
    size.incrementAndGet();
    waiting.add(new Left(entry, weight));
  }

  /** Notes down what was lost, where it is missing; nothing while there is no room yet. */
  public void noteLosses() {
    if (bytes.get() < most - most / RESERVE) {
      AuditEntry entry = losses.take();
      if (entry != null) {
        add(entry, Weight.of(entry));
      }
    }
  }

  /** Whether something was lost that is not noted down yet. */
  public boolean isLosing() {
    return losses.isPending();
  }

  /** How many entries were lost since the node began. */
  public long lost() {
    return losses.count();
  }

  /** Takes the oldest entries for good, in the order in which they came. */
  public List<AuditEntry> take(int most) {
    Fetched fetched = fetch(most);
    settled(fetched);
    return fetched.entries();
  }

  /** The oldest entries, in their order, for one who says then what became of them. */
  public synchronized Fetched fetch(int most) {
    if (!back.isEmpty()) {
      Fetched oldest = back.poll();
      size.addAndGet(-oldest.entries().size());
      return oldest;
    }
    List<AuditEntry> entries = new ArrayList<>(Math.min(most, size.get()));
    long weight = 0;
    Left next = most > 0 ? waiting.poll() : null;
    while (next != null) {
      entries.add(next.entry());
      weight += next.bytes();
      next = entries.size() < most && weight < MOST_FETCHED ? waiting.poll() : null;
    }
    size.addAndGet(-entries.size());
    return entries.isEmpty()
        ? Fetched.NOTHING
        : new Fetched(Collections.unmodifiableList(entries), weight);
  }

  /** They are in safety. */
  public void settled(Fetched fetched) {
    bytes.addAndGet(-fetched.bytes());
  }

  /** They are in no safety: they are the oldest again. */
  public synchronized void giveBack(Fetched fetched) {
    if (!fetched.isEmpty()) {
      back.addFirst(fetched);
      size.addAndGet(fetched.entries().size());
    }
  }

  /** How many wait to be fetched. */
  public int size() {
    return size.get();
  }

  /** What all that is not in safety takes of the memory. */
  public long bytes() {
    return bytes.get();
  }

  /** Whether so much of the room is taken that it should be brought away. */
  public boolean isCrowded() {
    return bytes.get() > most / 2;
  }
}
