package dev.omnibus.model;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What a breaker shows of itself: {@code failures} counts the failed ones in its window, {@code
 * retryAt} is when an open one lets the next through and null otherwise.
 *
 * <p>{@code {"state":"open","failures":5,"retryAt":"2026-11-22T10:00:30Z"}}
 */
public record BreakerStatus(BreakerState state, int failures, Instant retryAt) {

  /** A breaker that has seen nothing. */
  public static final BreakerStatus CLOSED = new BreakerStatus(BreakerState.CLOSED, 0, null);

  public JsonObject toJson() {
    return new JsonObject()
        .put("state", state.word())
        .put("failures", failures)
        .put("retryAt", retryAt == null ? null : retryAt.toString());
  }

  public static BreakerStatus fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new BreakerStatus(
        f.word("state", BreakerState::of), (int) f.number("failures"), f.instantOrNull("retryAt"));
  }
}
