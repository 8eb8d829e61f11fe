package dev.omnibus.telemetry.availability;

import dev.omnibus.model.Claim;
import io.vertx.core.json.JsonArray;

/**
 * For how long a server was how, as one who spoke for it saw it. Where two overlap, the one with
 * the stronger claim holds.
 *
 * <p>{@code ["files",3,"n1@k3f9",17,1764380000,1764383600,"up"]}
 *
 * @param claim under which it was told first
 * @param began seconds since 1970
 * @param ended itself not in it
 */
record Span(String server, Claim claim, long began, long ended, Standing standing) {

  Span until(long second) {
    return new Span(server, claim, began, second, standing);
  }

  JsonArray toJson() {
    return JsonArray.of(
        server, claim.epoch(), claim.owner(), claim.revision(), began, ended, standing.word());
  }

  static Span fromJson(JsonArray json) {
    return new Span(
        json.getString(0),
        new Claim(json.getString(2), json.getLong(1), json.getLong(3)),
        json.getLong(4),
        json.getLong(5),
        Standing.of(json.getString(6)));
  }
}
