package dev.omnibus.cluster;

import io.vertx.core.Handler;
import java.util.List;

/**
 * The nodes of a test are those of a list, which it may change; nobody is told when it does.
 *
 * @param live in the order of their ids, this one included
 */
public record ListedMembership(NodeId self, List<NodeId> live) implements Membership {

  /** A node without a cluster. */
  public static ListedMembership alone(NodeId self) {
    return new ListedMembership(self, List.of(self));
  }

  @Override
  public void onChange(Handler<List<NodeId>> handler) {
    // nobody is told
  }
}
