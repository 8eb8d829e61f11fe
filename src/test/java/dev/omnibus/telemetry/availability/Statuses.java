package dev.omnibus.telemetry.availability;

import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.BreakerStatus;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Link;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import java.time.Instant;

/** What owners tell of a server called files. */
final class Statuses {

  private Statuses() {}

  static ServerStatus of(ServerState state, String owner, long epoch, long revision) {
    return new ServerStatus(
        "files",
        state,
        null,
        Instant.EPOCH,
        new Claim(owner, epoch, revision),
        Link.unopened(TransportKind.HTTP),
        null,
        new BreakerStatus(BreakerState.CLOSED, 0, null),
        null);
  }
}
