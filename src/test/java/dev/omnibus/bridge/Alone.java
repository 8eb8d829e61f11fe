package dev.omnibus.bridge;

import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import io.vertx.core.Handler;
import java.util.List;

/** A node without a cluster. */
record Alone() implements Membership {

  private static final NodeId SELF = NodeId.of("n1@test1");

  @Override
  public NodeId self() {
    return SELF;
  }

  @Override
  public List<NodeId> live() {
    return List.of(SELF);
  }

  @Override
  public void onChange(Handler<List<NodeId>> handler) {
    // nobody comes, nobody goes
  }
}
