package dev.omnibus.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * The latest probe as a page shows it: when, what was sent, what came back, which attempt of a row
 * of like outcomes this is, when the next is due, and the last answer times in milliseconds (oldest
 * first, at most {@value #RECENT}; null entries of the wire never occur).
 *
 * <p>{@code {"last":"...","next":"...","attempt":2,"outcome":"timeout","detail":"no answer in 5 s",
 * "sent":"ping","received":null,"latencyMs":null,"recent":[3.1,2.9]}}
 */
public record Check(
    Instant last,
    Instant next,
    int attempt,
    ProbeOutcome outcome,
    String detail,
    String sent,
    String received,
    Double latencyMs,
    List<Double> recent) {

  /** How many answer times a status carries. */
  public static final int RECENT = 40;

  public Check {
    recent = List.copyOf(recent);
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("last", last.toString())
        .put("next", next == null ? null : next.toString())
        .put("attempt", attempt)
        .put("outcome", outcome.word())
        .put("detail", detail)
        .put("sent", sent)
        .put("received", received)
        .put("latencyMs", latencyMs)
        .put("recent", new JsonArray(recent));
  }

  public static Check fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Check(
        f.instant("last"),
        f.instantOrNull("next"),
        (int) f.number("attempt"),
        f.word("outcome", ProbeOutcome::of),
        f.textOrNull("detail"),
        f.textOrNull("sent"),
        f.textOrNull("received"),
        f.doubleOrNull("latencyMs"),
        f.doubles("recent"));
  }
}
