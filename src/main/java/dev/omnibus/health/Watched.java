package dev.omnibus.health;

import dev.omnibus.config.HealthConfig;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerSpec;
import java.time.Instant;

/**
 * One server this node speaks for: by what right, how it wants to be probed and how it is. It never
 * changes; the {@link Watch} keeps the latest.
 *
 * @param session counts what happened to the session, so that a probe sent into an earlier one is
 *     no evidence about this one
 * @param recount when tools, prompts and resources are to be counted again
 */
record Watched(
    ServerSpec spec,
    HealthConfig config,
    Claim claim,
    ServerHealth health,
    long session,
    Instant recount) {

  Watched with(ServerHealth next) {
    return new Watched(spec, config, claim, next, session, recount);
  }

  Watched with(Claim next) {
    return new Watched(spec, config, next, health, session, recount);
  }

  Watched with(ServerSpec young, HealthConfig wishes) {
    return new Watched(young, wishes, claim, health, session, recount);
  }

  /** Something happened to the session: counts of the earlier one are void. */
  Watched withNewSession() {
    return new Watched(spec, config, claim, health, session + 1, Instant.MIN);
  }

  Watched recountAt(Instant when) {
    return new Watched(spec, config, claim, health, session, when);
  }
}
