package dev.omnibus.config;

import dev.omnibus.model.Fields;
import dev.omnibus.model.ProbeSpec;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How servers are probed unless their own {@link ProbeSpec} says otherwise.
 *
 * @param fast time to the next probe after a first failure, and while a server rises
 * @param slow an answer later than this counts as slow
 * @param rise good probes in a row that make a server healthy
 * @param fall bad probes in a row that make it disconnected
 * @param concurrency probes under way at once on one node
 * @param recheck time after which tools, prompts and resources are counted again
 */
public record HealthConfig(
    Duration interval,
    Duration timeout,
    Duration fast,
    Duration slow,
    int rise,
    int fall,
    int concurrency,
    Duration recheck,
    BreakerConfig breaker) {

  /** The same with one server's own wishes put over it. */
  public HealthConfig with(ProbeSpec wish) {
    return new HealthConfig(
        or(wish.intervalMs(), interval),
        or(wish.timeoutMs(), timeout),
        fast,
        or(wish.slowMs(), slow),
        wish.rise() == null ? rise : wish.rise(),
        wish.fall() == null ? fall : wish.fall(),
        concurrency,
        recheck,
        breaker);
  }

  public static HealthConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new HealthConfig(
        or(f.intOrNull("intervalMs"), Duration.ofSeconds(10)),
        or(f.intOrNull("timeoutMs"), Duration.ofSeconds(5)),
        or(f.intOrNull("fastMs"), Duration.ofSeconds(1)),
        or(f.intOrNull("slowMs"), Duration.ofSeconds(1)),
        f.intOr("rise", 2),
        f.intOr("fall", 3),
        f.intOr("concurrency", 256),
        or(f.intOrNull("recheckMs"), Duration.ofMinutes(5)),
        BreakerConfig.fromJson(json.getJsonObject("breaker", new JsonObject())));
  }

  private static Duration or(Integer millis, Duration otherwise) {
    return millis == null ? otherwise : Duration.ofMillis(millis);
  }
}
