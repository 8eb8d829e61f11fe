package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.coordinator.life.Definition;
import dev.omnibus.coordinator.life.Wishes;
import dev.omnibus.coordinator.life.Withheld;
import dev.omnibus.mcp.McpException;
import dev.omnibus.model.Fields;
import dev.omnibus.model.Link;
import dev.omnibus.model.Replica;
import dev.omnibus.model.Wish;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the owner of a server does to it when an operation on some node says so, one word a time:
 * {@code {"server":"files~2","do":"stop","limitMs":10000,"wish":{..}?}}. Each may be said twice. A
 * server that is not here, or has not got its new definition yet, is UNAVAILABLE: whoever asks
 * comes again.
 */
final class Control {

  private final Bus bus;
  private final Fleet fleet;
  private final Wishes wishes;
  private final Withheld withheld;
  private final UnaryOperator<String> mask;

  Control(Bus bus, Fleet fleet, Wishes wishes, Withheld withheld, UnaryOperator<String> mask) {
    this.withheld = withheld;
    this.bus = bus;
    this.fleet = fleet;
    this.wishes = wishes;
    this.mask = mask;
  }

  /** Completes when the other nodes can reach this one. */
  Future<Void> listen() {
    return bus.answerNode(Addresses.CONTROL, this::carryOut).completion();
  }

  private Future<JsonObject> carryOut(Request request) {
    Fields f = Fields.of(request.body());
    Berth berth = berth(f.text("server"));
    Wish wish = f.objectOrNull("wish", Wish::fromJson);
    if (wish != null) {
      wishes.fold(wish);
      berth.heed(wishes.of(f.text("server")));
    }
    return done(berth, f).recover(why -> Future.failedFuture(named(why)));
  }

  private Future<JsonObject> done(Berth berth, Fields f) {
    Duration limit = Duration.ofMillis(f.number("limitMs"));
    return switch (f.text("do")) {
      case "heed" -> taking(berth);
      case "start" -> berth.start(limit).map(Control::told);
      case "stop" -> berth.stop().map(gone -> new JsonObject());
      case "hold" -> {
        berth.hold(f.text("why"), Duration.ofMillis(f.number("leaseMs")));
        yield taking(berth);
      }
      case "free" -> now(berth::free);
      case "stay" -> now(() -> berth.stay(Duration.ofMillis(f.number("leaseMs"))));
      case "settle" -> defined(berth, f).opened(limit).map(Control::told);
      case "rest" -> defined(berth, f).close().map(gone -> new JsonObject());
      case "offer" -> tools(berth, limit);
      case "canary" -> canary(berth, f.object("call", json -> json), limit);
      default -> throw Failure.BAD_REQUEST.because("'do' is no word of this");
    };
  }

  private static Future<JsonObject> now(Runnable what) {
    what.run();
    return Future.succeededFuture(new JsonObject());
  }

  /**
   * Whether anything runs there that could take a call: then all nodes are told not to send any.
   */
  private static Future<JsonObject> taking(Berth berth) {
    return Future.succeededFuture(new JsonObject().put("takes", berth.upstream().isPresent()));
  }

  private static JsonObject told(Link link) {
    return link.toJson();
  }

  private Berth defined(Berth berth, Fields f) {
    if (!Definition.print(berth.latest()).equals(f.text("spec"))) {
      throw Failure.UNAVAILABLE.because("the new definition is on its way");
    }
    berth.moveOn();
    return berth;
  }

  private Future<JsonObject> tools(Berth berth, Duration limit) {
    boolean none =
        berth
            .upstream()
            .map(Upstream::session)
            .filter(session -> !session.capabilities().containsKey("tools"))
            .isPresent();
    return none
        ? Future.succeededFuture(new JsonObject().put("tools", new JsonArray()))
        : new Listing("tools", params -> send(berth, "tools/list", params, limit))
            .all()
            .map(tools -> new JsonObject().put("tools", tools));
  }

  /**
   * What was started may describe the tool otherwise than what ran before: it is looked at again.
   */
  private Future<JsonObject> canary(Berth berth, JsonObject call, Duration limit) {
    String server = Replica.server(berth.spec().name());
    String tool = call.getString("name");
    return tools(berth, limit)
        .compose(
            answer ->
                withheld.is(server, tool, definitions(answer, tool))
                    ? Future.failedFuture(Failure.FORBIDDEN.because(Withheld.why(server, tool)))
                    : send(berth, "tools/call", call, limit));
  }

  private static List<String> definitions(JsonObject answer, String tool) {
    return answer.getJsonArray("tools").stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(one -> tool.equals(one.getValue("name")))
        .map(JsonObject::encode)
        .toList();
  }

  private Future<JsonObject> send(Berth berth, String method, JsonObject params, Duration limit) {
    return berth
        .upstream()
        .map(upstream -> upstream.request(method, params, limit))
        .orElseGet(() -> Future.failedFuture(Failure.UPSTREAM.because("it is not running")));
  }

  /** What a server is, or is not, is the answer: another try would find the same. */
  private Throwable named(Throwable why) {
    if (!(why instanceof McpException known)) {
      return why;
    }
    Failure failure =
        known.kind() == McpException.Kind.TIMEOUT ? Failure.TIMEOUT : Failure.UPSTREAM;
    return failure.because(mask.apply(known.getMessage()));
  }

  private Berth berth(String server) {
    return fleet.berth(server).orElseThrow(() -> notHere(server));
  }

  private static BusException notHere(String server) {
    return Failure.UNAVAILABLE.because(server + " is changing hands");
  }
}
