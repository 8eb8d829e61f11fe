package dev.omnibus.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live members of the Hazelcast cluster that are Omnibus nodes. The list is kept here, so that
 * asking for it never blocks and still works while Hazelcast goes down.
 */
final class HazelcastMembership implements Membership, MembershipListener {

  private static final Logger LOG = LoggerFactory.getLogger(HazelcastMembership.class);

  private final Context context;
  private final Cluster cluster;
  private final NodeId self;
  private final List<Handler<List<NodeId>>> handlers = new CopyOnWriteArrayList<>();
  private volatile List<NodeId> live;

  HazelcastMembership(Vertx vertx, HazelcastInstance hazelcast, NodeId self) {
    this.context = vertx.getOrCreateContext();
    this.cluster = hazelcast.getCluster();
    this.self = self;
    this.live = members();
    cluster.addMembershipListener(this);
    // A member that came between the two lines above was seen by neither.
    this.live = members();
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public List<NodeId> live() {
    return live;
  }

  @Override
  public void onChange(Handler<List<NodeId>> handler) {
    handlers.add(handler);
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    changed();
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    changed();
  }

  /**
   * Reads the list anew instead of patching it: a merge after a split tells many changes at once.
   */
  private synchronized void changed() {
    List<NodeId> young = members();
    if (!young.equals(live)) {
      live = young;
      LOG.info("members={}", young);
      context.runOnContext(ignored -> handlers.forEach(handler -> handler.handle(young)));
    }
  }

  private List<NodeId> members() {
    Stream<NodeId> others =
        cluster.getMembers().stream()
            .map(member -> member.getAttribute(HazelcastCluster.NODE_ATTRIBUTE))
            .filter(Objects::nonNull)
            .map(NodeId::of);
    return Stream.concat(Stream.of(self), others).distinct().sorted().toList();
  }
}
