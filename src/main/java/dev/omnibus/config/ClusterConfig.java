package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Where this node listens for its peers and where it looks for them. What {@code cluster.xml} says
 * about these is overruled, except that an empty member list leaves its way of joining in force.
 *
 * <p>{@code {"name":"omnibus","host":"127.0.0.1","port":5701,"portCount":20,"busPort":0,
 * "members":["127.0.0.1"]}}
 *
 * @param name nodes of another name are strangers, even on the same machine
 * @param host the address that peers reach this node at, for Hazelcast and the event bus alike
 * @param port first port to try
 * @param portCount how many ports to try from {@code port} on, here and at each member
 * @param busPort port of the event bus between nodes; 0 takes a free one
 * @param members hosts, or {@code host:port}, of which one that answers is enough
 * @param outside where peers reach this node when something stands in between; null when nothing
 *     does
 */
public record ClusterConfig(
    String name,
    String host,
    int port,
    int portCount,
    int busPort,
    List<String> members,
    Outside outside) {

  /**
   * An address that leads here through a mapped port or a proxy: {@code {"host":"n1.example",
   * "port":5701,"busPort":5801}}.
   */
  public record Outside(String host, int port, int busPort) {}

  public ClusterConfig(
      String name, String host, int port, int portCount, int busPort, List<String> members) {
    this(name, host, port, portCount, busPort, members, null);
  }

  public ClusterConfig {
    members = List.copyOf(members);
    if (portCount < 1) {
      throw new IllegalArgumentException("'portCount' is at least 1");
    }
  }

  public static ClusterConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    JsonArray members = json.getJsonArray("members", JsonArray.of("127.0.0.1"));
    return new ClusterConfig(
        or(f.textOrNull("name"), "omnibus"),
        or(f.textOrNull("host"), "127.0.0.1"),
        or(f.intOrNull("port"), 5701),
        or(f.intOrNull("portCount"), 20),
        or(f.intOrNull("busPort"), 0),
        members.stream().map(String.class::cast).toList(),
        f.objectOrNull("outside", ClusterConfig::outside));
  }

  private static Outside outside(JsonObject json) {
    Fields f = Fields.of(json);
    return new Outside(f.text("host"), (int) f.number("port"), (int) f.number("busPort"));
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
