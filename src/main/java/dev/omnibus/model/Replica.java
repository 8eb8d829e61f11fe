package dev.omnibus.model;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One of several that are one server to everybody outside. Inside it is owned, probed and
 * supervised under a name of its own, which no configured server can have: {@code files~2}.
 *
 * <p>{@code {"replica":2,"name":"files~2","state":"healthy","reason":"answered ping","since":"...",
 * "owner":"n1@k3f9","latencyMs":1.2,"pid":4711,"breaker":"closed"}}
 *
 * @param number counted from 1
 * @param owner the node that speaks for it
 * @param latencyMs of the last answer, or null
 * @param pid of its process, or null
 */
public record Replica(
    int number,
    String name,
    ServerState state,
    String reason,
    Instant since,
    String owner,
    Double latencyMs,
    Long pid,
    BreakerState breaker) {

  private static final char MARK = '~';

  /** The name under which the cluster knows one replica of a server. */
  public static String name(String server, int number) {
    return server + MARK + number;
  }

  /** The server that a name belongs to: itself, where it is none of a replica. */
  public static String server(String name) {
    int mark = name.indexOf(MARK);
    return mark < 0 ? name : name.substring(0, mark);
  }

  /** Which one it is, counted from 1, by the name of a replica. */
  public static int number(String name) {
    return Integer.parseInt(name.substring(name.indexOf(MARK) + 1));
  }

  /** Whether this is the name of a replica. */
  public static boolean isReplica(String name) {
    return name.indexOf(MARK) >= 0;
  }

  /**
   * What a command is about: {@code {"server":"files"}} all of the server, {@code
   * {"server":"files","replica":2}} one of them.
   */
  public static String meant(Fields command) {
    Integer number = command.intOrNull("replica");
    String server = command.text("server");
    return number == null ? server : name(server, number);
  }

  /** What a page shows of it. */
  public static Replica of(ServerStatus status) {
    String name = status.server();
    return new Replica(
        number(name),
        name,
        status.state(),
        status.reason(),
        status.since(),
        status.claim().owner(),
        status.check() == null ? null : status.check().latencyMs(),
        status.link().pid(),
        status.breaker().state());
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("replica", number)
        .put("name", name)
        .put("state", state.word())
        .put("reason", reason)
        .put("since", since.toString())
        .put("owner", owner)
        .put("latencyMs", latencyMs)
        .put("pid", pid)
        .put("breaker", breaker.word());
  }

  public static Replica fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Replica(
        (int) f.number("replica"),
        f.text("name"),
        f.word("state", ServerState::of),
        f.textOrNull("reason"),
        f.instant("since"),
        f.textOrNull("owner"),
        f.doubleOrNull("latencyMs"),
        f.longOrNull("pid"),
        f.word("breaker", BreakerState::of));
  }
}
