package dev.omnibus.model;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One probe and what came of it: the evidence behind a verdict. {@code link} is what the session
 * knows now and null when there is none.
 *
 * <p>{@code {"outcome":"answered","detail":"pong","sent":"ping","received":"result",
 * "latencyMs":3.1,"at":"2026-11-22T10:00:00.123Z","link":{...}}}
 */
public record ProbeSample(
    ProbeOutcome outcome,
    String detail,
    String sent,
    String received,
    Double latencyMs,
    Instant at,
    Link link) {

  public JsonObject toJson() {
    return new JsonObject()
        .put("outcome", outcome.word())
        .put("detail", detail)
        .put("sent", sent)
        .put("received", received)
        .put("latencyMs", latencyMs)
        .put("at", at.toString())
        .put("link", link == null ? null : link.toJson());
  }

  public static ProbeSample fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new ProbeSample(
        f.word("outcome", ProbeOutcome::of),
        f.textOrNull("detail"),
        f.textOrNull("sent"),
        f.textOrNull("received"),
        f.doubleOrNull("latencyMs"),
        f.instant("at"),
        f.objectOrNull("link", Link::fromJson));
  }
}
