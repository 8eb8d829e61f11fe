package dev.omnibus.coordinator.trial;

import io.vertx.core.json.JsonObject;

/**
 * One phase of a test that is over, well or not.
 *
 * <p>{@code {"phase":"connect","ms":3.2,"ok":true,"detail":"203.0.113.7:443"}}
 *
 * @param detail null for nothing to say
 */
public record Step(String phase, long nanos, boolean ok, String detail) {

  private static final double NANOS_IN_MS = 1_000_000.0;

  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("phase", phase)
            .put("ms", Math.round(nanos / NANOS_IN_MS * 100) / 100.0)
            .put("ok", ok);
    return detail == null ? json : json.put("detail", detail);
  }
}
