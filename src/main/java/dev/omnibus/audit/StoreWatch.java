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
 * left in it","waiting":1200,"losing":true,"lost":17}}
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

  /**
   * How it stands.
   *
   * @param losing whether acts were lost since it last took all
   */
  private record Standing(State state, Instant since, Trouble why, boolean losing) {

    static Standing here(Instant since) {
      return new Standing(State.HERE, since, null, false);
    }

    Standing become(State young, Trouble reason, Instant now) {
      return new Standing(young, young == state ? since : now, reason, losing);
    }

    Standing lose(Instant now) {
      return new Standing(state == State.HERE ? State.SLOW : state, since(now), why, true);
    }

    private Instant since(Instant now) {
      return state == State.HERE ? now : since;
    }

    Severity severity() {
      return losing ? Severity.CRITICAL : state.severity;
    }
  }

  private final Clock clock;
  private final BiConsumer<Severity, JsonObject> changed;
  private volatile LongSupplier waiting = () -> 0;
  private volatile LongSupplier lost = () -> 0;
  private volatile Standing standing;

  /**
   * @param changed hears each change
   */
  StoreWatch(Clock clock, BiConsumer<Severity, JsonObject> changed) {
    this.clock = clock;
    this.changed = changed;
    this.standing = Standing.here(clock.instant());
  }

  /** Says how many acts wait, and how many were lost since the node began. */
  void counts(LongSupplier waiting, LongSupplier lost) {
    this.waiting = waiting;
    this.lost = lost;
  }

  synchronized void here() {
    if (standing.state() != State.HERE) {
      LOG.info("the store takes audit rows again; all that was put aside is written");
      become(Standing.here(clock.instant()));
    }
  }

  synchronized void slow() {
    if (standing.state() == State.HERE) {
      become(standing.become(State.SLOW, null, clock.instant()));
    }
  }

  synchronized void away(Trouble why, Exception failure) {
    Standing before = standing;
    if (before.state() != State.AWAY) {
      String line = failure instanceof SQLException sql ? Trouble.line(sql) : failure.toString();
      LOG.error("the store takes no audit rows, they are put aside: {}", line);
    }
    if (before.state() != State.AWAY || before.why() != why) {
      become(before.become(State.AWAY, why, clock.instant()));
    }
  }

  /** Neither it nor a file takes acts, and the memory is full. */
  synchronized void losing() {
    if (!standing.losing()) {
      LOG.error("acts are lost: neither the store nor a file took them and the memory is full");
      become(standing.lose(clock.instant()));
    }
  }

  private void become(Standing young) {
    standing = young;
    changed.accept(young.severity(), toJson());
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
    if (now.losing()) {
      json.put("losing", true);
    }
    long all = lost.getAsLong();
    if (all > 0) {
      json.put("lost", all);
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
