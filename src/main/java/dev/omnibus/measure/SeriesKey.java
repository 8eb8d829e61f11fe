package dev.omnibus.measure;

import dev.omnibus.model.Replica;
import java.util.function.Consumer;

/**
 * What a row of measures is about. The row of a server (replica 0, no tool) has everything: what is
 * said of its replicas and of its tools is in it already, and so are requests that call no tool.
 *
 * @param server empty for the node itself
 * @param replica from 1; 0 for none
 * @param tool empty for all of the server
 */
public record SeriesKey(String server, int replica, String tool) implements Comparable<SeriesKey> {

  /** Where tools are counted that have no row of their own. */
  public static final String OTHER = "other";

  /** The server under which that is counted which was asked of all servers together. */
  public static final String ALL = "*";

  /** The node itself. */
  public static final SeriesKey NODE = new SeriesKey("", 0, "");

  public SeriesKey {
    if (replica < 0) {
      throw new IllegalArgumentException("a replica has a number from 1");
    }
  }

  public static SeriesKey server(String server) {
    return new SeriesKey(server, 0, "");
  }

  public static SeriesKey tool(String server, String tool) {
    return new SeriesKey(server, 0, tool);
  }

  /** Of the name under which a server or one of its replicas is owned. */
  public static SeriesKey owned(String name) {
    return Replica.isReplica(name)
        ? new SeriesKey(Replica.server(name), Replica.number(name), "")
        : server(name);
  }

  /** The row of what is known under this name, and that of its server where it is a replica. */
  public static void each(String name, Consumer<SeriesKey> action) {
    SeriesKey own = owned(name);
    action.accept(own);
    if (own.replica > 0) {
      action.accept(server(own.server));
    }
  }

  public boolean isNode() {
    return server.isEmpty();
  }

  @Override
  public int compareTo(SeriesKey other) {
    int order = server.compareTo(other.server);
    order = order == 0 ? Integer.compare(replica, other.replica) : order;
    return order == 0 ? tool.compareTo(other.tool) : order;
  }
}
