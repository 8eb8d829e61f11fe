package dev.omnibus.coordinator.ways;

import dev.omnibus.bus.Channel;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.RawCall;
import dev.omnibus.mcp.RawSession;
import dev.omnibus.mcp.RequestOptions;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Parcel;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the ways to one session of a server end. Requests of all guests go to the server and their
 * answers back to who asked; what the server says on nobody's account goes to those who want it;
 * what it asks goes to the one guest that can be meant, or is refused. It outlives the session: a
 * new one is told the log level and the subscriptions again.
 */
public final class Terminal {

  /** How agents without a session are called: {@code user ann}. */
  public static final String NO_SESSION = "user ";

  private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration REPLAY = Duration.ofSeconds(10);
  private static final int MOST_PASSAGES = 1_000;
  private static final int INTERNAL_ERROR = -32603;

  private final String server;
  private final boolean own;
  private final Function<Duration, Future<McpSession>> reach;
  private final UnaryOperator<String> mask;
  private final Set<Guest> guests = new LinkedHashSet<>();
  private final Questions questions = new Questions();
  private final Levels levels = new Levels();
  private final Subscriptions subscriptions = new Subscriptions();
  private final Tasks tasks = new Tasks();
  private McpSession session;
  private long generation;

  /**
   * @param own whether all guests speak for one session of one agent
   * @param reach the session, when there is one in that time
   * @param mask hides secrets
   */
  public Terminal(
      String server,
      boolean own,
      Function<Duration, Future<McpSession>> reach,
      UnaryOperator<String> mask) {
    this.server = server;
    this.own = own;
    this.reach = reach;
    this.mask = mask;
  }

  /** There is a session, the first or another one. */
  public void linked(McpSession young) {
    boolean again = generation > 0;
    session = young;
    generation = Math.max(generation + 1, System.currentTimeMillis() / 1_000);
    questions.forget();
    tasks.forget();
    levels.inForce(null);
    young.raw().onMessage(this::said);
    if (guests.stream().anyMatch(Guest::hears)) {
      young.raw().listen();
    }
    if (again) {
      replay(young);
      guests.forEach(guest -> guest.renewed(generation, description()));
    }
  }

  /** The session is over; what was under way in it has failed by itself. */
  public void lost() {
    session = null;
  }

  /** How many ways end here. */
  public int size() {
    return guests.size();
  }

  /**
   * A way from an agent's node.
   *
   * @param agent what it is known by, whatever way it comes
   * @param init params of the agent's {@code initialize}, empty when it said none
   * @return {@code {"era":"legacy","generation":1,"described":{...}}}
   */
  public Future<JsonObject> join(
      String agent, Channel channel, JsonObject init, Duration patience) {
    JsonObject can = init.getValue("capabilities") instanceof JsonObject c ? c : new JsonObject();
    Guest guest = new Guest(server, agent, channel, can, mask);
    return present(patience)
        .map(
            ready -> {
              guests.add(guest);
              channel.onMessage(bytes -> heard(guest, bytes));
              channel.closed().onSuccess(reason -> left(guest));
              return description();
            });
  }

  /** Ends all ways, because there will be no session any more. */
  public void close() {
    List.copyOf(guests).forEach(guest -> guest.channel().close());
  }

  private Future<McpSession> present(Duration patience) {
    return session != null
        ? Future.succeededFuture(session)
        : reach
            .apply(patience)
            .compose(
                found ->
                    session == null
                        ? Future.failedFuture(Failure.UNAVAILABLE.because(null))
                        : Future.succeededFuture(session));
  }

  private JsonObject description() {
    return new JsonObject()
        .put("era", session.era().word())
        .put("transport", session.transport().word())
        .put("generation", generation)
        .put("described", session.described());
  }

  private void replay(McpSession young) {
    LogLevel level = Levels.wanted(guests);
    if (level != null) {
      tell(young, "logging/setLevel", "level", level.word())
          .onSuccess(done -> levels.inForce(level));
    }
    subscriptions.all().forEach(uri -> tell(young, "resources/subscribe", "uri", uri));
  }

  private Future<JsonObject> tell(McpSession where, String method, String key, String value) {
    return where
        .request(method, new JsonObject().put(key, value), RequestOptions.within(REPLAY))
        .onFailure(no -> LOG.debug("server={} {}: {}", server, method, no.getMessage()));
  }

  private void heard(Guest guest, Buffer bytes) {
    Parcel parcel = Parcel.of(bytes);
    switch (parcel.kind()) {
      case REQUEST -> request(guest, parcel);
      case POST -> posted(guest, Envelope.of(parcel.message()));
      case CANCEL -> givenUp(guest, guest.passage(parcel.flight()), parcel.word());
      case HEAR -> hears(guest, parcel.number() == 1);
      case HOLD -> guest.hold(parcel.flight(), parcel.number() == 1);
      case MESSAGE, RESPONSE, FAILED, RENEWED ->
          LOG.warn("server={} odd {}", server, parcel.kind());
    }
  }

  private void request(Guest guest, Parcel parcel) {
    Envelope request = Envelope.of(parcel.message());
    Passage passage = guest.begin(parcel.flight(), request.id());
    if (guest.passages().size() > MOST_PASSAGES) {
      guest.failed(passage, Failure.LIMITED.because("too many requests under way"), false);
    } else if (!answeredHere(guest, passage, request)) {
      send(guest, passage, request, headers(parcel.word()), reply -> {});
    }
  }

  private void send(
      Guest guest,
      Passage passage,
      Envelope request,
      Map<String, String> headers,
      Consumer<Envelope> first) {
    present(PATIENCE)
        .onSuccess(
            ready -> {
              if (guest.passage(passage.flight) == passage) {
                RawSession raw = ready.raw();
                passage.sent(raw, raw.request(request, headers, call(guest, passage, first)));
              }
            })
        .onFailure(why -> guest.failed(passage, why, false));
  }

  private RawCall call(Guest guest, Passage passage, Consumer<Envelope> first) {
    return new RawCall() {
      @Override
      public void message(Envelope message) {
        guest.message(passage, message);
      }

      @Override
      public void response(Envelope reply) {
        tasks.begun(reply, guest.agent());
        first.accept(reply);
        guest.response(passage, reply);
      }

      @Override
      public void failed(McpException why, boolean sent) {
        guest.failed(passage, why, sent);
      }
    };
  }

  /** What must not reach a server that others use as well, or not as it is. */
  private boolean answeredHere(Guest guest, Passage passage, Envelope request) {
    return switch (request.method()) {
      case "logging/setLevel" -> level(guest, passage, request);
      case "resources/subscribe" -> subscribe(guest, passage, request);
      case "resources/unsubscribe" -> unsubscribe(guest, passage, request);
      case "tasks/list" -> listTasks(guest, passage, request);
      default -> foreign(guest, passage, request);
    };
  }

  private boolean foreign(Guest guest, Passage passage, Envelope request) {
    boolean foreign = tasks.isForeign(request, guest.agent());
    if (foreign) {
      Envelope no = JsonRpc.errorOf(request.id(), JsonRpc.INVALID_PARAMS, "there is no such task");
      guest.response(passage, no);
    }
    return foreign;
  }

  private boolean listTasks(Guest guest, Passage passage, Envelope request) {
    present(PATIENCE)
        .onSuccess(
            ready -> {
              if (guest.passage(passage.flight) == passage) {
                RawCall whole = call(guest, passage, reply -> {});
                RawCall own = new OwnTasks(whole, tasks, guest.agent());
                passage.sent(ready.raw(), ready.raw().request(request, Map.of(), own));
              }
            })
        .onFailure(why -> guest.failed(passage, why, false));
    return true;
  }

  private boolean level(Guest guest, Passage passage, Envelope request) {
    LogLevel asked = LogLevel.of(request.text("params", "level"));
    if (asked == null) {
      return false;
    }
    guest.level = asked;
    LogLevel wanted = Levels.wanted(guests);
    if (wanted == levels.inForce()) {
      guest.response(passage, JsonRpc.resultOf(request.id(), "{}"));
    } else {
      Envelope least = request.splice().replaceText(wanted.word(), "params", "level").toEnvelope();
      send(guest, passage, least, Map.of(), reply -> agreed(wanted, reply));
    }
    return true;
  }

  private void agreed(LogLevel level, Envelope reply) {
    if (reply.type() == Envelope.Type.RESULT) {
      levels.inForce(level);
    }
  }

  private boolean subscribe(Guest guest, Passage passage, Envelope request) {
    String uri = request.text("params", "uri");
    if (uri == null) {
      return false;
    }
    if (subscriptions.holds(uri)) {
      subscriptions.add(guest, uri);
      guest.response(passage, JsonRpc.resultOf(request.id(), "{}"));
    } else {
      send(guest, passage, request, Map.of(), reply -> subscribed(guest, uri, reply));
    }
    return true;
  }

  private void subscribed(Guest guest, String uri, Envelope reply) {
    if (reply.type() == Envelope.Type.RESULT && guests.contains(guest)) {
      subscriptions.add(guest, uri);
    }
  }

  private boolean unsubscribe(Guest guest, Passage passage, Envelope request) {
    String uri = request.text("params", "uri");
    if (uri == null || !guest.subscriptions.contains(uri)) {
      return false;
    }
    if (subscriptions.remove(guest, uri)) {
      return false; // nobody else wants it: the server is told
    }
    guest.response(passage, JsonRpc.resultOf(request.id(), "{}"));
    return true;
  }

  private void posted(Guest guest, Envelope message) {
    if (message.isReply()) {
      if (session != null && questions.answers(guest, message.id())) {
        session.raw().post(message, Map.of()).onFailure(this::notPosted);
      }
      return;
    }
    switch (message.method()) {
      case "notifications/cancelled" -> cancelled(guest, message);
      case "notifications/initialized" -> LOG.trace("server={} said already", server);
      case "notifications/roots/list_changed" -> onward(message, own);
      default -> onward(message, true);
    }
  }

  private void onward(Envelope notification, boolean allowed) {
    if (allowed && session != null) {
      session.raw().post(notification, Map.of()).onFailure(this::notPosted);
    }
  }

  private void notPosted(Throwable why) {
    LOG.debug("server={} message lost: {}", server, why.getMessage());
  }

  private void cancelled(Guest guest, Envelope notification) {
    Passage passage = guest.byId(String.valueOf(notification.raw("params", "requestId")));
    String reason = notification.text("params", "reason");
    cancel(guest, passage, reason == null ? "cancelled" : reason);
  }

  private void hears(Guest guest, boolean on) {
    guest.hears(on);
    if (on && session != null) {
      session.raw().listen();
    }
  }

  /** The agent's node does not want to hear any more of it. */
  private static void givenUp(Guest guest, Passage passage, String reason) {
    if (passage != null && guest.drop(passage)) {
      passage.cancel(reason);
    }
  }

  private void cancel(Guest guest, Passage passage, String reason) {
    if (passage != null) {
      passage.cancel(reason);
      guest.failed(passage, McpException.of(McpException.Kind.CLOSED, "cancelled"), true);
    }
  }

  private void left(Guest guest) {
    guests.remove(guest);
    List.copyOf(guest.passages()).forEach(passage -> givenUp(guest, passage, "the agent has gone"));
    List<String> open = questions.left(guest);
    List<String> idle =
        List.copyOf(guest.subscriptions).stream()
            .filter(uri -> subscriptions.remove(guest, uri))
            .toList();
    if (session == null) {
      return;
    }
    open.forEach(id -> refuse(id, "the agent has gone"));
    idle.forEach(uri -> tell(session, "resources/unsubscribe", "uri", uri));
    LogLevel wanted = Levels.wanted(guests);
    if (wanted != null && wanted != levels.inForce()) {
      tell(session, "logging/setLevel", "level", wanted.word())
          .onSuccess(done -> levels.inForce(wanted));
    }
  }

  private void refuse(String question, String why) {
    session
        .raw()
        .post(JsonRpc.errorOf(question, INTERNAL_ERROR, why), Map.of())
        .onFailure(this::notPosted);
  }

  private void said(Envelope message) {
    if (message.type() == Envelope.Type.REQUEST) {
      ask(message);
      return;
    }
    switch (message.method()) {
      case "notifications/message" ->
          toAll(message, guest -> guest.hears() && levels.hears(guest, message));
      case "notifications/resources/updated" ->
          toAll(
              message,
              guest ->
                  guest.hears() && Subscriptions.follows(guest, message.text("params", "uri")));
      case "notifications/cancelled" ->
          toOne(message, questions.withdrawn(message.raw("params", "requestId")));
      case "notifications/tasks/status" ->
          toAll(message, guest -> guest.hears() && isHis(guest, message));
      case "notifications/elicitation/complete" -> toOne(message, questions.completed(message));
      default -> toAll(message, Guest::hears);
    }
  }

  private boolean isHis(Guest guest, Envelope message) {
    return guest.agent().equals(tasks.agentOf(message));
  }

  private void toAll(Envelope message, Predicate<Guest> wants) {
    guests.stream().filter(wants).forEach(guest -> guest.message(message));
  }

  private static void toOne(Envelope message, Guest guest) {
    if (guest != null) {
      guest.message(message);
    }
  }

  private void ask(Envelope question) {
    Guest guest = meant(question);
    if (guest == null) {
      refuse(question.id(), "it cannot be told which agent is meant");
    } else if (!guest.can(question)) {
      refuse(question.id(), "the agent does not offer " + question.method());
    } else {
      questions.ask(question, guest);
      Passage passage = guest.newest();
      boolean told = passage == null ? guest.message(question) : guest.message(passage, question);
      if (!told) {
        questions.withdrawn(question.id());
        refuse(question.id(), "the agent is slow");
      }
    }
  }

  /** The one guest that can be meant by a question of the server; null when there is no such. */
  private Guest meant(Envelope question) {
    if (tasks.agentOf(question) != null) {
      return guests.stream().filter(g -> isHis(g, question)).reduce((a, b) -> b).orElse(null);
    }
    List<Guest> busy = guests.stream().filter(guest -> !guest.passages().isEmpty()).toList();
    if (!own && busy.size() == 1 && isCrowd(busy.get(0))) {
      return null;
    }
    if (busy.size() == 1 || own && !busy.isEmpty()) {
      return busy.get(busy.size() - 1);
    }
    return own ? guests.stream().filter(Guest::hears).reduce((a, b) -> b).orElse(null) : null;
  }

  /** Callers without a session look alike: two calls may be those of two people. */
  private static boolean isCrowd(Guest guest) {
    return guest.agent().startsWith(NO_SESSION) && guest.passages().size() > 1;
  }

  private static Map<String, String> headers(String word) {
    Map<String, String> headers = new HashMap<>();
    if (!word.isEmpty()) {
      new JsonObject(word).forEach(h -> headers.put(h.getKey(), String.valueOf(h.getValue())));
    }
    return headers;
  }
}
