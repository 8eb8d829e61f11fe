package dev.omnibus.trail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where all rooms of a node leave what is to be noted down; whoever writes it fetches it from here.
 * Leaving something never waits and never fails. It knows no store. Nobody drops anything: who
 * fetches must come often enough, and put aside what can't be written now.
 */
public final class AuditTrail {

  private final ConcurrentLinkedQueue<AuditEntry> waiting = new ConcurrentLinkedQueue<>();

  /** The queue counts itself by walking through it. */
  private final AtomicInteger size = new AtomicInteger();

  private volatile KeptArguments kept = KeptArguments.NONE;

  /** Says of which tools the arguments are kept; of none until somebody does. */
  public void keep(KeptArguments arguments) {
    kept = arguments;
  }

  /** Of which tools the arguments are kept. */
  public KeptArguments kept() {
    return kept;
  }

  /** Leaves an entry, from any thread. */
  public void record(AuditEntry entry) {
    waiting.add(entry);
    size.incrementAndGet();
  }

  /** Takes the oldest entries, in the order in which they came. */
  public List<AuditEntry> take(int most) {
    List<AuditEntry> taken = new ArrayList<>(Math.min(most, size.get()));
    AuditEntry next = most > 0 ? waiting.poll() : null;
    while (next != null) {
      taken.add(next);
      next = taken.size() < most ? waiting.poll() : null;
    }
    size.addAndGet(-taken.size());
    return taken;
  }

  /** How many wait to be fetched. */
  public int size() {
    return size.get();
  }
}
