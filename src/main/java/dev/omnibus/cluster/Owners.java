package dev.omnibus.cluster;

import java.util.List;
import java.util.Optional;

/**
 * Which node to ask about a server: the one whose claim stands on the board, as long as it lives;
 * else the one that will take the server up.
 */
public record Owners(Membership membership, ServerBoard board) {

  /** The owner now; empty only when nobody lives. */
  public Optional<NodeId> of(String server) {
    List<NodeId> live = membership.live();
    return board
        .of(server)
        .map(status -> NodeId.of(status.claim().owner()))
        .filter(live::contains)
        .or(() -> Ownership.owner(server, live));
  }
}
