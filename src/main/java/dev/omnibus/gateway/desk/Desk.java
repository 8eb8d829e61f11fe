package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.catalog.LastKnown;
import dev.omnibus.gateway.plane.Doors;
import dev.omnibus.gateway.plane.Loop;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.model.Fields;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What operators ask of servers, on any node: tools, prompts, resources, completions. All that it
 * keeps is touched on one loop.
 */
public final class Desk {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Bus bus;
  private final Loop loop;
  private final Visitors visitors;
  private final Seats seats;
  private final Elsewhere elsewhere;
  private final ToolDesk tools;
  private final RunDesk runs;
  private final Lists lists;
  private final Follows follows;
  private final Map<String, Function<Request, Future<JsonObject>>> answers = new HashMap<>();
  private long looking;

  /**
   * @param told the door behind which calls are told as those of agents are
   * @param untold the same, for runs, which are told here
   */
  public Desk(
      Vertx vertx,
      Bus bus,
      Membership membership,
      LiveConfig live,
      Permits permits,
      Doors told,
      Doors untold,
      LastKnown lastKnown,
      GatewayConfig config,
      ClientInfo self,
      AuditTrail trail,
      Clock clock) {
    this.vertx = vertx;
    this.bus = bus;
    this.loop = Loop.fresh(vertx);
    this.visitors = new Visitors(live, permits);
    this.seats = new Seats(vertx, told, untold, self, config.callTimeout());
    this.elsewhere = new Elsewhere(bus, membership);
    Runs kept = new Runs();
    this.tools = new ToolDesk(vertx, bus, visitors, seats, kept, trail, clock);
    this.runs = new RunDesk(bus, visitors, kept, elsewhere);
    this.lists = new Lists(vertx, lastKnown, config.listTimeout());
    this.follows = new Follows(vertx, bus, visitors);
    membership.onChange(nodes -> loop.run(() -> elsewhere.changed(nodes)));
    answerTools();
    answerThings();
  }

  /** Completes when the other nodes can reach this one. */
  public Future<Void> listen() {
    answers.keySet().forEach(address -> bus.answer(address, this::answered));
    for (String address :
        new String[] {Addresses.EVENT_CALL_STARTED, Addresses.EVENT_CALL_FINISHED}) {
      bus.hear(address, event -> loop.run(() -> elsewhere.heard(event)));
    }
    loop.run(() -> looking = vertx.setPeriodic(LOOK.toMillis(), id -> look()));
    return bus.answerNode(Addresses.CALL_KEPT, onLoop(runs::here)).completion();
  }

  private void answerTools() {
    answer(Addresses.COMMAND_TOOL_CALL, tools::call);
    answer(Addresses.COMMAND_TOOL_CANCEL, runs::cancel);
    answer(Addresses.COMMAND_TOOL_ANSWER, runs::answer);
    answer(Addresses.QUERY_CALL_GET, runs::get);
    answer(Addresses.QUERY_CALL_LIST, runs::list);
  }

  private void answerThings() {
    answer(Addresses.QUERY_TOOL_LIST, request -> list(request, Listed.TOOLS));
    answer(Addresses.QUERY_PROMPT_LIST, request -> list(request, Listed.PROMPTS));
    answer(Addresses.QUERY_RESOURCE_LIST, request -> list(request, Listed.RESOURCES));
    answer(Addresses.QUERY_RESOURCE_TEMPLATES, request -> list(request, Listed.TEMPLATES));
    answer(Addresses.QUERY_PROMPT_GET, this::prompt);
    answer(Addresses.QUERY_RESOURCE_READ, this::resource);
    answer(Addresses.QUERY_COMPLETION_GET, this::completion);
    answer(Addresses.COMMAND_RESOURCE_SUBSCRIBE, this::subscribe);
    answer(Addresses.COMMAND_RESOURCE_UNSUBSCRIBE, this::unsubscribe);
  }

  private void answer(String address, Function<Request, Future<JsonObject>> handler) {
    answers.put(address, onLoop(handler));
  }

  /** What this node answers to a request. */
  Future<JsonObject> answered(Request request) {
    return answers.get(request.address()).apply(request);
  }

  /** What the handler throws is answered like what it fails with. */
  private Function<Request, Future<JsonObject>> onLoop(
      Function<Request, Future<JsonObject>> handler) {
    return request -> loop.call(() -> Future.succeededFuture(request).compose(handler));
  }

  private void look() {
    long now = System.nanoTime();
    tools.look();
    follows.look(now);
    seats.tick(now);
  }

  private Future<JsonObject> list(Request request, Listed listed) {
    return lists.all(seat(request), listed);
  }

  /** For what the caller does not name. */
  private Seat seat(Request request) {
    Caller caller = visitors.of(request);
    String server = visitors.seen(caller, Fields.of(request.body()).text("server"));
    return seats.of(caller, server, true);
  }

  /** For what the caller names, and may use. */
  private Seat seat(Request request, Listed listed, String name) {
    Caller caller = visitors.of(request);
    String server = Fields.of(request.body()).text("server");
    visitors.mayUse(caller, server, listed, name);
    return seats.of(caller, server, true);
  }

  /** {@code {"server","name","arguments"}} to the server's result. */
  private Future<JsonObject> prompt(Request request) {
    Fields f = Fields.of(request.body());
    JsonObject params = new JsonObject().put("name", f.text("name"));
    JsonObject arguments = f.objectOrNull("arguments", given -> given);
    if (arguments != null) {
      params.put("arguments", arguments);
    }
    return seat(request, Listed.PROMPTS, f.text("name")).ask("prompts/get", params);
  }

  /** {@code {"server","uri"}} to the server's result. */
  private Future<JsonObject> resource(Request request) {
    String uri = Fields.of(request.body()).text("uri");
    return seat(request, Listed.RESOURCES, uri)
        .ask("resources/read", new JsonObject().put("uri", uri));
  }

  /** {@code {"server","ref","argument","context"?}} to the server's result. */
  private Future<JsonObject> completion(Request request) {
    Fields f = Fields.of(request.body());
    JsonObject ref = f.object("ref", json -> json);
    boolean prompt = "ref/prompt".equals(Fields.of(ref).text("type"));
    JsonObject params =
        new JsonObject().put("ref", ref).put("argument", f.object("argument", json -> json));
    JsonObject context = f.objectOrNull("context", json -> json);
    if (context != null) {
      params.put("context", context);
    }
    return seat(
            request,
            prompt ? Listed.PROMPTS : Listed.TEMPLATES,
            Fields.of(ref).text(prompt ? "name" : "uri"))
        .ask("completion/complete", params);
  }

  /** {@code {"server","uri"}} to {@code {"subscription":"s..","leaseMs":60000}}. */
  private Future<JsonObject> subscribe(Request request) {
    String uri = Fields.of(request.body()).text("uri");
    return follows.follow(visitors.of(request), seat(request, Listed.RESOURCES, uri), uri);
  }

  private Future<JsonObject> unsubscribe(Request request) {
    Fields f = Fields.of(request.body());
    return follows.unfollow(visitors.of(request), f.text("server"), f.text("uri"));
  }

  /** Stops what is under way, and leaves all servers. */
  public Future<Void> close() {
    return loop.call(
        () -> {
          vertx.cancelTimer(looking);
          tools.close();
          return seats.close();
        });
  }
}
