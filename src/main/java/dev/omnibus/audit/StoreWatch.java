package dev.omnibus.audit;

import dev.omnibus.model.Severity;
import dev.omnibus.store.Trouble;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the store of this node takes audit rows, for whoever wants to know it at any time, from any
 * thread; tells when that changes.
 *
 * <p>{@code {"state":"away","since":"2026-11-22T10:00:00Z","why":"full","message":"there is no room
 * left in it","waiting":1200}}
 */
final class StoreWatch {

  /** Whether rows are written, lag behind so that some wait in files, or are refused. */
  enum State {
    HERE(Severity.INFO),
    SLOW(Severity.WARNING),
    AWAY(Severity.ERROR);

    private final Severity severity;

    State(Severity severity) {
      this.severity = severity;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

  private record Standing(State state, Instant since, Trouble why) {}

  private final Clock clock;
  private final BiConsumer<Severity, JsonObject> changed;
  private volatile LongSupplier waiting = () -> 0;
  private volatile Standing standing;

  /**
   * @param changed hears each change
   */
  StoreWatch(Clock clock, BiConsumer<Severity, JsonObject> changed) {
    this.clock = clock;
    this.changed = changed;
    this.standing = new Standing(State.HERE, clock.instant(), null);
  }

  /** Says how many acts wait. */
  void counts(LongSupplier waiting) {
    this.waiting = waiting;
  }

  void here() {
    become(State.HERE, null);
  }

  void slow() {
    if (standing.state() == State.HERE) {
      become(State.SLOW, null);
    }
  }

  void away(SQLException failure) {
    Trouble why = Trouble.of(failure);
    if (standing.state() != State.AWAY) {
      LOG.error("the store takes no audit rows, they are put aside: {}", Trouble.line(failure));
    }
    become(State.AWAY, why);
  }

  private synchronized void become(State state, Trouble why) {
    Standing before = standing;
    if (before.state() == state && before.why() == why) {
      return;
    }
    if (state == State.HERE) {
      LOG.info("the store takes audit rows again; all that was put aside is written");
    }
    boolean same = before.state() == state;
    standing = new Standing(state, same ? before.since() : clock.instant(), why);
    changed.accept(state.severity, toJson());
  }

  boolean isAway() {
    return standing.state() == State.AWAY;
  }

  JsonObject toJson() {
    Standing now = standing;
    JsonObject json =
        new JsonObject().put("state", now.state().word()).put("since", now.since().toString());
    if (now.why() != null) {
      json.put("why", now.why().word()).put("message", now.why().sentence());
    }
    return json.put("waiting", waiting());
  }

  /** How many acts wait. */
  long waiting() {
    return waiting.getAsLong();
  }

  /** The same; null while all is as it should be. */
  JsonObject trouble() {
    return standing.state() == State.HERE ? null : toJson();
  }
}
