package dev.omnibus.coordinator;

import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import io.vertx.core.Handler;
import java.util.List;

/** A node that is alone and stays so. */
public record SoloMembership(NodeId self) implements Membership {

  @Override
  public List<NodeId> live() {
    return List.of(self);
  }

  @Override
  public void onChange(Handler<List<NodeId>> handler) {
    // nobody comes, nobody goes
  }
}
