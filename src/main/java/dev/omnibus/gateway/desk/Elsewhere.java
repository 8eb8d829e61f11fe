package dev.omnibus.gateway.desk;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The runs of other nodes, as far as they were told: when such a node is gone, those that it had
 * under way are lost, and the survivors say so. It lives on the desk's loop.
 */
final class Elsewhere {

  private static final int MOST = 2_000;
  private static final String WHY =
      "the node that ran this call is gone; whether the server did what was asked is not known";

  private final Bus bus;
  private final Membership membership;
  private final Map<String, JsonObject> told = new LinkedHashMap<>();

  /** What was said to be lost. */
  private final Set<String> mourned = new HashSet<>();

  Elsewhere(Bus bus, Membership membership) {
    this.bus = bus;
    this.membership = membership;
  }

  boolean lives(String node) {
    return membership.live().stream().map(NodeId::toString).anyMatch(node::equals);
  }

  List<String> others() {
    return membership.live().stream()
        .map(NodeId::toString)
        .filter(node -> !node.equals(bus.node()))
        .toList();
  }

  /** An event of a call; those of agents, and of this node, are not kept. */
  void heard(JsonObject event) {
    JsonObject data = event.getJsonObject("data", new JsonObject());
    String node = event.getString("node", "");
    if (!(data.getValue("call") instanceof String call) || node.equals(bus.node())) {
      return;
    }
    JsonObject known = told.computeIfAbsent(call, missing -> begun(data, node, event));
    boolean ended = data.containsKey("outcome") && !isLost(data);
    if (ended) {
      known.put("outcome", data.getString("outcome")).put("endedAt", event.getString("at"));
    }
    if (told.size() > MOST) {
      makeRoom();
    }
  }

  /** The oldest one that ended goes; the oldest of all when none has. */
  private void makeRoom() {
    String oldest = told.keySet().iterator().next();
    told.remove(
        told.values().stream()
            .filter(known -> known.containsKey("outcome"))
            .map(known -> known.getString("call"))
            .findFirst()
            .orElse(oldest));
  }

  private static JsonObject begun(JsonObject data, String node, JsonObject event) {
    return new JsonObject()
        .put("call", data.getString("call"))
        .put("node", node)
        .put("server", data.getString("server"))
        .put("tool", data.getString("tool"))
        .put("caller", data.getString("caller"))
        .put("startedAt", event.getString("at"));
  }

  /** What is left of a run whose node is gone; null when nothing was heard of it. */
  JsonObject lost(String call) {
    JsonObject known = told.get(call);
    return known == null ? null : lost(known);
  }

  /** Those of nodes that are gone, newest first. */
  List<JsonObject> lost(Predicate<JsonObject> meant) {
    List<JsonObject> all =
        new ArrayList<>(
            told.values().stream()
                .filter(known -> !lives(known.getString("node")))
                .filter(meant)
                .map(Elsewhere::lost)
                .toList());
    Collections.reverse(all);
    return all;
  }

  private static JsonObject lost(JsonObject known) {
    String why =
        known.containsKey("outcome")
            ? "the node that kept this call is gone, and its result with it"
            : WHY;
    return known
        .copy()
        .put("state", RunState.LOST.word())
        .put("revision", Long.MAX_VALUE >> 11)
        .put("error", Verdict.ours(503, why).error().put("ours", true));
  }

  private static boolean isLost(JsonObject data) {
    return RunState.LOST.word().equals(data.getString("state"));
  }

  /** Nodes came or went. The first of those that are left tells what is lost, for all. */
  void changed(List<NodeId> live) {
    boolean first = !live.isEmpty() && live.get(0).toString().equals(bus.node());
    told.values().stream()
        .filter(known -> !lives(known.getString("node")) && !known.containsKey("outcome"))
        .filter(known -> first && mourned.add(known.getString("call")))
        .forEach(this::tell);
    mourned.retainAll(told.keySet());
  }

  private void tell(JsonObject known) {
    JsonObject data =
        new JsonObject()
            .put("call", known.getString("call"))
            .put("server", known.getString("server"))
            .put("method", "tools/call")
            .put("tool", known.getString("tool"))
            .put("caller", known.getString("caller"))
            .put("state", RunState.LOST.word())
            .put("outcome", RunState.LOST.word());
    bus.publish(Addresses.EVENT_CALL_FINISHED, "mcp_call_finished", Severity.ERROR.word(), data);
  }
}
