package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which servers an order is about: those that it names and that its caller may have it done to. A
 * server that a caller may not see is one that is not there.
 */
final class Choice {

  /** Whether a caller may ask this of a server. */
  interface Rights {

    /**
     * @param caller null for a room of the cluster itself
     */
    boolean may(JsonObject caller, String address, String server);

    /** Whether a caller may call a tool of a server. */
    boolean mayCall(JsonObject caller, String server, String tool);

    /** Whether a tool is hidden from everybody. */
    boolean isWithheld(String server, String tool);
  }

  private final LiveConfig config;
  private final Rights rights;

  Choice(LiveConfig config, Rights rights) {
    this.config = config;
    this.rights = rights;
  }

  /** The names of servers, sorted where they come of a glob; fails with NOT_FOUND or CONFLICT. */
  List<String> servers(Order order, JsonObject caller) {
    Set<String> chosen = new LinkedHashSet<>();
    for (String name : order.names()) {
      if (!order.single() && isGlob(name)) {
        chosen.addAll(matching(name, order, caller));
      } else {
        chosen.add(known(name, order, caller));
      }
    }
    if (chosen.isEmpty()) {
      throw Failure.NOT_FOUND.because("no server matches " + String.join(", ", order.names()));
    }
    chosen.forEach(server -> refuseMore(order, server, caller));
    return List.copyOf(chosen);
  }

  /** What an order brings along wants rights of its own. */
  private void refuseMore(Order order, String server, JsonObject caller) {
    if (order.definition() != null && !rights.may(caller, Addresses.COMMAND_CONFIG_PUT, server)) {
      throw Failure.FORBIDDEN.because(
          "a new definition changes the configuration: that needs " + Addresses.COMMAND_CONFIG_PUT);
    }
    String tool = order.canary() == null ? null : order.canary().getString("name");
    if (tool != null && !rights.mayCall(caller, server, tool)) {
      throw Failure.FORBIDDEN.because("you may not call '" + tool + "' of " + server);
    }
    if (tool != null && rights.isWithheld(server, tool)) {
      throw Failure.FORBIDDEN.because(Withheld.why(server, tool));
    }
  }

  private List<String> matching(String glob, Order order, JsonObject caller) {
    String beginning = glob.substring(0, glob.length() - 1);
    return config.servers().keySet().stream()
        .filter(name -> name.startsWith(beginning))
        .filter(name -> rights.may(caller, order.act().address(), name))
        .sorted()
        .toList();
  }

  private String known(String server, Order order, JsonObject caller) {
    ServerSpec spec = config.servers().get(server);
    if (spec == null || !rights.may(caller, order.act().address(), server)) {
      throw Failure.NOT_FOUND.because("there is no server '" + server + "'");
    }
    if (!spec.enabled() && !order.act().suitsDisabled() && order.single()) {
      throw Failure.CONFLICT.because(
          server + " is disabled in the configuration; enable it before you " + order.act().word());
    }
    if (order.replica() != null && order.replica() > spec.members().size()) {
      throw Failure.NOT_FOUND.because(server + " has no replica " + order.replica());
    }
    return server;
  }

  /** Whether a server is there for a caller who looks. */
  boolean sees(JsonObject caller, String server) {
    return rights.may(caller, Addresses.QUERY_SERVER_OPERATIONS, server);
  }

  /** What runs of a server, by the names under which it is owned. */
  List<String> units(Order order, String server) {
    ServerSpec spec = config.servers().get(server);
    if (spec == null) {
      return List.of();
    }
    return order.replica() == null ? units(spec) : List.of(Replica.name(server, order.replica()));
  }

  /** The same of all of it. */
  static List<String> units(ServerSpec spec) {
    return spec.isGroup()
        ? spec.members().stream().map(ServerSpec::name).toList()
        : List.of(spec.name());
  }

  /** Those of a list that cannot have this done to them, and why. */
  String hindrance(Order order, String server) {
    ServerSpec spec = config.servers().get(server);
    return spec != null && !spec.enabled() && !order.act().suitsDisabled()
        ? "it is disabled in the configuration"
        : null;
  }

  /** As everywhere here: a star at the end and nowhere else. */
  private static boolean isGlob(String name) {
    return name.endsWith("*");
  }
}
