package dev.omnibus.coordinator;

import dev.omnibus.cluster.NodeId;
import java.util.Collection;
import java.util.List;

/**
 * Who came and who went between two views of the cluster, and whether it is on this node to say so:
 * of those who lived before and after, the smallest speaks.
 */
record MembershipChange(List<NodeId> joined, List<NodeId> left, boolean mine) {

  static MembershipChange between(Collection<NodeId> old, Collection<NodeId> young, NodeId self) {
    boolean mine =
        old.stream()
            .filter(young::contains)
            .min(NodeId::compareTo)
            .filter(self::equals)
            .isPresent();
    return new MembershipChange(without(young, old), without(old, young), mine);
  }

  private static List<NodeId> without(Collection<NodeId> these, Collection<NodeId> those) {
    return these.stream().filter(node -> !those.contains(node)).sorted().toList();
  }
}
