package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import dev.omnibus.trail.AuditTrail.Fetched;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All acts that are not written yet, in the order in which they came: a batch that came back and
 * that no file took, then what was put aside in files, then the trail. While one batch is on its
 * way into the store, another thread may put aside what comes meanwhile.
 */
final class Backlog {

  /**
   * The oldest acts.
   *
   * @param aside how far what was put aside is written with these; null when they come from memory
   * @param fetched what they are in memory; nothing when they come from a file
   */
  record Batch(List<AuditEntry> entries, SpillPosition aside, Fetched fetched) {
    boolean isEmpty() {
      return entries.isEmpty() && aside == null;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  /** So many acts go together: one transaction, and one portion of what was put aside. */
  static final int BATCH = 4_000;

  /** A disk that was full is tried no sooner. */
  private static final long AGAIN_MS = 1_000;

  private final AuditTrail trail;
  private final Spill spill;
  private final ScribeCounters counters;

  /** It was on its way when the store failed, and is older than what is in files meanwhile. */
  private volatile Fetched returned = Fetched.NOTHING;

  private boolean stuck;
  private long stuckAt;

  Backlog(AuditTrail trail, Spill spill, ScribeCounters counters) {
    this.trail = trail;
    this.spill = spill;
    this.counters = counters;
  }

  /** Forgets what the store has from files, as it says itself. */
  synchronized void skip(SpillPosition written) throws IOException {
    spill.skip(written);
  }

  /** The oldest that wait; they stay with whoever asked until it says what became of them. */
  synchronized Batch oldest() throws IOException {
    if (!returned.isEmpty()) {
      Fetched oldest = returned;
      returned = Fetched.NOTHING;
      return inMemory(oldest);
    }
    if (spill.isEmpty()) {
      return inMemory(trail.fetch(BATCH));
    }
    Spill.Portion portion = spill.first(BATCH);
    return new Batch(portion.entries(), portion.position(), Fetched.NOTHING);
  }

  private static Batch inMemory(Fetched fetched) {
    return new Batch(fetched.entries(), null, fetched);
  }

  /** The store has them. */
  synchronized void written(Batch batch) throws IOException {
    trail.settled(batch.fetched());
    if (batch.aside() != null) {
      spill.skip(batch.aside());
    }
  }

  /** The store has not taken them: they are the oldest again. */
  synchronized void returned(Batch batch, long now) {
    if (batch.aside() == null) {
      returned = batch.fetched();
      putBefore(now);
    }
  }

  /** Takes all out of memory into files. */
  synchronized void putAside(long now) {
    if (stuck && now - stuckAt >= 0 && now - stuckAt < AGAIN_MS) {
      return;
    }
    boolean goesOn = returned.isEmpty() || putBefore(now);
    while (goesOn) {
      Fetched next = trail.fetch(BATCH);
      goesOn = !next.isEmpty() && putBehind(next, now);
    }
  }

  /** The same, though it may have failed a moment ago; how many acts no file took. */
  synchronized int putAsideNow(long now) {
    stuck = false;
    putAside(now);
    return returned.entries().size() + trail.size();
  }

  /** Whether a file took them. */
  private boolean putBefore(long now) {
    try {
      spill.prepend(returned.entries(), now);
    } catch (IOException e) {
      return failed(e, now);
    }
    aside(returned);
    returned = Fetched.NOTHING;
    return true;
  }

  private boolean putBehind(Fetched next, long now) {
    try {
      spill.append(next.entries(), now);
    } catch (IOException e) {
      trail.giveBack(next);
      return failed(e, now);
    }
    aside(next);
    return true;
  }

  private void aside(Fetched acts) {
    trail.settled(acts);
    counters.aside(acts.entries().size());
    stuck = false;
  }

  private boolean failed(IOException why, long now) {
    if (!stuck) {
      LOG.error("acts can't be put aside and stay in memory bytes={}", trail.bytes(), why);
    }
    stuck = true;
    stuckAt = now;
    return false;
  }

  /** How many of them wait in the trail. */
  int inTrail() {
    return trail.size();
  }

  /** Whether they take so much memory that they should leave it. */
  boolean isCrowded() {
    return trail.isCrowded();
  }

  /** Whether acts were lost, and it does not stand among the others yet. */
  boolean isLosing() {
    return trail.isLosing();
  }

  /** How many were ever lost, because neither the store nor a file nor the memory took them. */
  long lost() {
    return trail.lost();
  }

  /** Has it said among the others, as soon as there is room for that. */
  void noteLosses() {
    trail.noteLosses();
  }

  /** How many acts wait, in files and in memory; without waiting for anybody. */
  long size() {
    return aside() + trail.size();
  }

  /** How many of them do not wait in the trail any more. */
  long aside() {
    return spill.size() + returned.entries().size();
  }
}
