package dev.omnibus.model;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/**
 * What an operator wants of a server, or of one replica, until somebody wants something else. It
 * outlives owners and nodes; of two the one with the higher stamp holds.
 *
 * <p>{@code {"server":"files","word":"stop","by":"ann","reason":"disk full",
 * "at":"2026-11-28T22:00:00Z","stamp":1764367200000,"graceMs":30000}}
 *
 * @param by who; null for nobody in particular
 * @param graceMs with {@link Word#STOP}: so long may what is under way go on at an owner at which
 *     it runs when that hears of it; else 0
 */
public record Wish(
    String server, Word word, String by, String reason, Instant at, long stamp, long graceMs) {

  /** What it is. */
  public enum Word {
    /** It shall run and take calls. */
    RUN,
    /** It shall run, and take no new calls. */
    DRAIN,
    /** It shall not run. */
    STOP;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Word of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What holds for a server of which nobody ever wanted anything. */
  public static Wish none(String server) {
    return new Wish(server, Word.RUN, null, null, Instant.EPOCH, 0, 0);
  }

  /** Whether this one holds and not the other. */
  public boolean beats(Wish other) {
    return other == null || stamp > other.stamp;
  }

  /** As people read it: {@code stopped by ann: disk full}. */
  public String said(String done) {
    String who = by == null ? "an operator" : by;
    return done + " by " + who + (reason == null ? "" : ": " + reason);
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("server", server)
        .put("word", word.word())
        .put("by", by)
        .put("reason", reason)
        .put("at", at.toString())
        .put("stamp", stamp)
        .put("graceMs", graceMs);
  }

  public static Wish fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Wish(
        f.text("server"),
        f.word("word", Word::of),
        f.textOrNull("by"),
        f.textOrNull("reason"),
        f.instant("at"),
        f.number("stamp"),
        f.number("graceMs"));
  }
}
