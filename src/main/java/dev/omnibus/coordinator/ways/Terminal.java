package dev.omnibus.coordinator.ways;

import dev.omnibus.bus.Channel;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.tracing.Traces;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Where the ways to one session of a server end, and who comes over them is a guest. It outlives
 * the session: a new one is told the log level and the subscriptions again.
 */
public final class Terminal {

  /** How agents without a session are called: {@code user ann}. */
  public static final String NO_SESSION = "user ";

  /** How those are called whom nothing tells from each other. */
  public static final String ANYBODY = NO_SESSION;

  private final String server;
  private final UnaryOperator<String> mask;
  private final Traces traces;
  private final Present present;
  private final Shared shared = Shared.nothing();
  private final FromGuests fromGuests;
  private final FromServer fromServer;
  private long used = System.nanoTime();

  /**
   * @param own whether all guests speak for one session of one agent
   * @param reach the session, when there is one in that time
   * @param mask hides secrets
   */
  public Terminal(
      String server,
      boolean own,
      Function<Duration, Future<McpSession>> reach,
      UnaryOperator<String> mask,
      Traces traces) {
    this.server = server;
    this.mask = mask;
    this.traces = traces;
    this.present = new Present(server, reach);
    this.fromGuests = new FromGuests(server, present, own, shared);
    this.fromServer = new FromServer(present, own, shared);
  }

  /** There is a session, the first or another one. */
  public void linked(McpSession young) {
    boolean again = present.generation() > 0;
    present.linked(young);
    shared.questions().forget();
    shared.tasks().forget();
    shared.levels().inForce(null);
    young.raw().onMessage(fromServer::said);
    if (shared.guests().anyHears()) {
      present.listen();
    }
    if (again) {
      level();
      shared
          .subscriptions()
          .all()
          .forEach(uri -> present.tell("resources/subscribe", "uri", uri, () -> {}));
      JsonObject described = present.description();
      shared.guests().all().forEach(guest -> guest.renewed(present.generation(), described));
    }
  }

  /** Tells the server the level that its guests want, if it has another. */
  private void level() {
    Levels levels = shared.levels();
    LogLevel wanted = Levels.wanted(shared.guests().all());
    if (wanted != null && wanted != levels.inForce()) {
      present.tell("logging/setLevel", "level", wanted.word(), () -> levels.inForce(wanted));
    }
  }

  /** The session is over; what was under way in it has failed by itself. */
  public void lost() {
    present.lost();
  }

  /** How many ways end here. */
  public int size() {
    return shared.guests().size();
  }

  /**
   * A way from an agent's node.
   *
   * @param agent what it is known by, whatever way it comes
   * @param init params of the agent's {@code initialize}, empty when it said none
   * @return {@code {"era":"legacy","transport":"stdio","generation":1,"described":{...}}}
   */
  public Future<JsonObject> join(
      String agent, Channel channel, JsonObject init, Duration patience) {
    JsonObject can = init.getValue("capabilities") instanceof JsonObject c ? c : new JsonObject();
    Guest guest = new Guest(server, agent, channel, can, mask, traces);
    return present
        .within(patience)
        .map(
            ready -> {
              shared.guests().add(guest);
              channel.onMessage(bytes -> heard(guest, bytes));
              channel.closed().onSuccess(reason -> left(guest));
              return present.description();
            });
  }

  private void heard(Guest guest, Buffer bytes) {
    used = System.nanoTime();
    fromGuests.heard(guest, bytes);
  }

  /** When somebody said something last, as {@code System.nanoTime()}. */
  public long used() {
    return used;
  }

  /**
   * Whether somebody waits for an answer, has a task under way or subscribed to something; then
   * this is the time of the last word.
   */
  public boolean isBusy() {
    boolean busy =
        shared.tasks().isUnderWay()
            || !shared.subscriptions().all().isEmpty()
            || shared.guests().all().stream().anyMatch(guest -> !guest.passages().isEmpty());
    if (busy) {
      used = System.nanoTime();
    }
    return busy;
  }

  private void left(Guest guest) {
    shared.guests().remove(guest);
    fromGuests.left(guest);
    shared.questions().left(guest).forEach(id -> present.refuse(id, "the agent has gone"));
    for (String uri : List.copyOf(guest.subscriptions)) {
      if (shared.subscriptions().remove(guest, uri)) {
        present.tell("resources/unsubscribe", "uri", uri, () -> {});
      }
    }
    level();
  }

  /** Ends all ways, because there will be no session any more. */
  public void close() {
    shared.guests().all().forEach(guest -> guest.channel().close());
  }
}
