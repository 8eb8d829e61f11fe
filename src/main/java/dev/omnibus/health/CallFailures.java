package dev.omnibus.health;

import dev.omnibus.model.Fields;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Calls of agents to one server that went wrong since the last word of the node they came through:
 * {@code {"unreached":3,"broke":1,"late":1,"refused":2}}.
 *
 * @param unreached no connection
 * @param broke a broken one, or a proxy that found nobody (502, 503, 504)
 * @param late no answer in time
 * @param refused any other 5xx
 */
record CallFailures(int unreached, int broke, int late, int refused) {

  static CallFailures fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new CallFailures(
        (int) f.number("unreached"),
        (int) f.number("broke"),
        (int) f.number("late"),
        (int) f.number("refused"));
  }

  /**
   * A tool may be slow, fail its server or make it hang up, as often as an agent likes; that proves
   * nothing. That nobody is there does.
   */
  boolean isProof() {
    return unreached > 0;
  }

  ProbeSample sample(Instant now) {
    String detail = unreached + (unreached == 1 ? " call" : " calls") + " of agents found nobody";
    return new ProbeSample(
        ProbeOutcome.UNREACHABLE, detail, "calls of agents", null, null, now, null);
  }
}
