package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All acts that are not written yet, in the order in which they came: what was put aside in files,
 * then what no file took, then the trail. While one batch is on its way into the store, another
 * thread may put aside what comes meanwhile.
 */
final class Backlog {

  /**
   * The oldest acts.
   *
   * @param aside how far what was put aside is written with these; null when they come from memory
   */
  record Batch(List<AuditEntry> entries, SpillPosition aside) {
    boolean isEmpty() {
      return entries.isEmpty() && aside == null;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private final AuditTrail trail;
  private final Spill spill;
  private final ScribeCounters counters;

  /** Taken from the trail when neither the store nor a file took it. */
  private volatile List<AuditEntry> held = List.of();

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
  synchronized Batch oldest(int most) throws IOException {
    if (spill.isEmpty()) {
      return new Batch(fromMemory(most), null);
    }
    Spill.Portion portion = spill.first(most);
    return new Batch(portion.entries(), portion.position());
  }

  /** The store has them. */
  synchronized void written(Batch batch) throws IOException {
    if (batch.aside() != null) {
      spill.skip(batch.aside());
    }
  }

  /** The store has not taken them: they are the oldest again. */
  synchronized void returned(Batch batch, long now) {
    if (batch.aside() != null) {
      return;
    }
    try {
      spill.prepend(batch.entries(), now);
      counters.aside(batch.entries().size());
    } catch (IOException e) {
      hold(batch.entries(), e);
    }
  }

  /** Takes all out of memory into files. */
  synchronized void putAside(long now) {
    List<AuditEntry> entries = fromMemory(Spill.LINES);
    while (!entries.isEmpty()) {
      try {
        spill.append(entries, now);
      } catch (IOException e) {
        hold(entries, e);
        return;
      }
      counters.aside(entries.size());
      entries = fromMemory(Spill.LINES);
    }
  }

  /** How many acts wait, in files and in memory; without waiting for anybody. */
  long size() {
    return aside() + trail.size();
  }

  /** How many of them do not wait in the trail any more. */
  long aside() {
    return spill.size() + held.size();
  }

  private List<AuditEntry> fromMemory(int most) {
    if (held.isEmpty()) {
      return trail.take(most);
    }
    List<AuditEntry> first = held.size() <= most ? held : held.subList(0, most);
    held = List.copyOf(held.subList(first.size(), held.size()));
    return first;
  }

  /** Before what is held already: these are older. */
  private void hold(List<AuditEntry> entries, IOException why) {
    LOG.error("acts can't be put aside and stay in memory count={}", entries.size(), why);
    List<AuditEntry> all = new ArrayList<>(entries);
    all.addAll(held);
    held = all;
  }
}
