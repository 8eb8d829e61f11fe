package dev.omnibus.measure;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Calls as they are counted: for each server, for each of its replicas and for each of its tools.
 * Tools that are too many, for one server or altogether, are counted under {@link SeriesKey#OTHER}.
 */
public final class Calls {

  static final int MOST_TOOLS = 200;

  private static final class Server {
    private final Cell all;
    private final Map<String, Cell> tools = new ConcurrentHashMap<>();
    private final Map<Integer, Cell> replicas = new ConcurrentHashMap<>();

    Server(String name) {
      this.all = new Cell(SeriesKey.server(name));
    }

    void each(Consumer<Cell> action) {
      action.accept(all);
      replicas.values().forEach(action);
      tools.values().forEach(action);
    }
  }

  private final int most;
  private final AtomicInteger tools = new AtomicInteger();
  private final Map<String, Server> servers = new ConcurrentHashMap<>();

  /**
   * @param most how many tools have a row of their own, of all servers together
   */
  Calls(int most) {
    this.most = most;
  }

  /** One call that ended. On any thread. */
  public void ended(Ended call) {
    Server server = server(call.server());
    count(server.all, call);
    if (call.replica() > 0) {
      count(replica(server, call.server(), call.replica()), call);
    }
    if (call.tool() != null) {
      count(tool(server, call), call);
    }
  }

  /** The answer to a probe took so long. */
  public void probed(SeriesKey key, long micros) {
    Server server = server(key.server());
    server.all.probe(micros);
    if (key.replica() > 0) {
      replica(server, key.server(), key.replica()).probe(micros);
    }
  }

  private static void count(Cell cell, Ended call) {
    cell.call(call.became(), call.in(), call.out(), call.micros());
  }

  private Server server(String name) {
    Server known = servers.get(name);
    return known == null ? servers.computeIfAbsent(name, Server::new) : known;
  }

  private static Cell replica(Server server, String name, int number) {
    Cell known = server.replicas.get(number);
    return known == null
        ? server.replicas.computeIfAbsent(number, n -> new Cell(new SeriesKey(name, n, "")))
        : known;
  }

  /** A tool of which no server ever said that it has it may be made up. */
  private Cell tool(Server server, Ended call) {
    Cell known = server.tools.get(call.tool());
    if (known != null) {
      return known;
    }
    String name = call.real() && hasRoom(server) ? call.tool() : SeriesKey.OTHER;
    return server.tools.computeIfAbsent(
        name,
        young -> {
          tools.incrementAndGet();
          return new Cell(SeriesKey.tool(call.server(), young));
        });
  }

  private boolean hasRoom(Server server) {
    return server.tools.size() < MOST_TOOLS && tools.get() < most;
  }

  /** What was added to each series since the last time. */
  void take(Consumer<Row> rows) {
    servers
        .values()
        .forEach(
            server ->
                server.each(
                    cell -> {
                      Row row = cell.take();
                      if (row != null) {
                        rows.accept(row);
                      }
                    }));
  }

  /**
   * Those of other servers are forgotten, with what was not taken of them yet, but for what was
   * asked of all of them.
   */
  void retain(Set<String> names) {
    servers.keySet().removeIf(name -> !names.contains(name) && !SeriesKey.ALL.equals(name));
    tools.set(servers.values().stream().mapToInt(server -> server.tools.size()).sum());
  }

  int series() {
    return servers.values().stream().mapToInt(s -> 1 + s.tools.size() + s.replicas.size()).sum();
  }
}
