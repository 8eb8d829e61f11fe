package dev.omnibus.cluster;

import io.vertx.core.Handler;
import java.util.List;

/** Which nodes live, as this node sees it. */
public interface Membership {

  /** This node. */
  NodeId self();

  /** All live nodes, this one included, in the order of their ids. */
  List<NodeId> live();

  /** Calls the handler with the new list after every change, on a context of its own. */
  void onChange(Handler<List<NodeId>> handler);
}
