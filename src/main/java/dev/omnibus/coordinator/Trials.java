package dev.omnibus.coordinator;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Owners;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.TestConfig;
import dev.omnibus.config.check.Checked;
import dev.omnibus.coordinator.life.Withheld;
import dev.omnibus.coordinator.log.Cleaner;
import dev.omnibus.coordinator.trial.Reach;
import dev.omnibus.coordinator.vitals.ProcessMark;
import dev.omnibus.mcp.Endpoint;
import dev.omnibus.mcp.McpConnector;
import dev.omnibus.mcp.transport.LineGate;
import dev.omnibus.model.Fields;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Tests connections: to a server of the configuration, on the node that speaks for it, or to one
 * that somebody only thinks of, on the node that was asked.
 *
 * <p>{@code command.server.test {"server":"files"}} or {@code
 * {"definition":{"url":"https://host/mcp"}}}, with {@code "canary":{"tool":"echo","arguments":{}}}
 * and {@code "timeoutMs":15000}
 *
 * <p>A definition is data of a stranger. What starts a program, reads a secret or a file of this
 * node, or goes to addresses near it, is for callers alone who could put the same into the
 * configuration; where it may go beyond that, the configuration says.
 */
final class Trials {

  private static final int SHORTEST_MS = 1_000;
  private static final int USUAL_MS = 15_000;

  /** Below what a socket waits for an answer. */
  private static final int LONGEST_MS = 25_000;

  private static final Duration WAY = Duration.ofSeconds(2);
  private static final int MOST_OF_ONE = 2;
  private static final int MOST = 8;
  private static final int AT_ONCE = 20;
  private static final int MOST_GATES = 1_000;
  private static final int MOST_CHARS = 64 * 1024;

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):");

  private final Vertx vertx;
  private final Bus bus;
  private final LiveConfig live;
  private final Owners owners;
  private final Policy policy;
  private final Withheld withheld;
  private final McpConnector connector;
  private final Endpoints endpoints;
  private final ProcessMark mark;
  private final TestConfig config;
  private final WorkerExecutor worker;
  private final Map<String, Integer> underWay = new HashMap<>();

  /** Answers tell what is open where: nobody gets many of them at a time. */
  private final Map<String, LineGate> gates = new HashMap<>();

  private long number;

  Trials(
      Vertx vertx,
      Bus bus,
      LiveConfig live,
      Owners owners,
      Policy policy,
      Withheld withheld,
      McpConnector connector,
      Endpoints endpoints,
      ProcessMark mark,
      TestConfig config) {
    this.vertx = vertx;
    this.bus = bus;
    this.live = live;
    this.owners = owners;
    this.policy = policy;
    this.withheld = withheld;
    this.connector = connector;
    this.endpoints = endpoints;
    this.mark = mark;
    this.config = config;
    this.worker = vertx.createSharedWorkerExecutor("omnibus-tests", MOST);
  }

  /** Completes when the other nodes can reach this one. */
  Future<Void> listen() {
    bus.answer(Addresses.COMMAND_SERVER_TEST, this::test);
    return bus.answerNode(Addresses.TEST, this::testSaved).completion();
  }

  private Future<JsonObject> test(Request request) {
    boolean saved = request.body().containsKey("server");
    if (saved == request.body().containsKey("definition")) {
      throw Failure.BAD_REQUEST.because("give either 'server' or 'definition'");
    }
    return saved ? forward(request) : unsaved(request);
  }

  private Future<JsonObject> forward(Request request) {
    Fields f = Fields.of(request.body());
    String server = f.text("server");
    canaryAllowed(request, server);
    String meant = one(Replica.meant(f));
    JsonObject body = request.body().copy().put("name", meant);
    return owners
        .of(meant)
        .map(
            owner ->
                bus.askNode(
                    owner.toString(), Addresses.TEST, body, request.caller(), limit(f).plus(WAY)))
        .orElseGet(() -> Future.failedFuture(Failure.UNAVAILABLE.because(null)));
  }

  /** Of several, the first: they are the same program, or copies of it. */
  private String one(String meant) {
    ServerSpec spec = live.owned().get(meant);
    if (spec == null) {
      throw Failure.NOT_FOUND.because("there is no server '" + meant + "'");
    }
    return spec.isGroup() ? spec.members().get(0).name() : meant;
  }

  private void canaryAllowed(Request request, String server) {
    JsonObject canary = canary(request.body());
    if (canary == null) {
      return;
    }
    String tool = canary.getString("tool");
    if (request.caller() != null
        && !policy.mayCall(Caller.fromJson(request.caller()), server, tool)) {
      throw Failure.FORBIDDEN.because("you may not call that tool");
    }
    if (withheld.is(Replica.server(server), tool, (String) null)) {
      throw Failure.FORBIDDEN.because(Withheld.why(server, tool));
    }
  }

  private Future<JsonObject> testSaved(Request request) {
    String name = Fields.of(request.body()).text("name");
    ServerSpec spec = live.owned().get(name);
    if (spec == null) {
      throw Failure.NOT_FOUND.because("there is no server '" + name + "'");
    }
    return counted(
            request.caller(),
            () ->
                Future.succeededFuture(
                    trial(request, endpoints, cleaner(endpoints), spec, Reach.ANYWHERE, withheld)))
        .map(report -> report.put("server", request.body().getString("server")));
  }

  private Future<JsonObject> unsaved(Request request) {
    JsonObject entry = Fields.of(request.body()).object("definition", json -> json);
    String text = entry.encode();
    if (text.length() > MOST_CHARS) {
      throw Failure.TOO_LARGE.because("a definition has at most " + MOST_CHARS + " characters");
    }
    slowly(request.caller());
    boolean mayConfigure = mayConfigure(request.caller());
    if (!mayConfigure && needsTrust(entry, text)) {
      throw Failure.FORBIDDEN.because(
          "what starts a program, reads secrets or files, or fetches tokens can be tested only by who"
              + " may change the configuration (command.config.put)");
    }
    Endpoints apart = endpoints.apart();
    Reach reach = Reach.of(config.allow(), config.ownHost(), mayConfigure);
    return counted(
        request.caller(),
        () ->
            worker
                .executeBlocking(() -> apart.check("unsaved", entry), false)
                .map(
                    checked ->
                        trial(
                            request,
                            apart,
                            both(apart),
                            spec(entry, checked),
                            reach,
                            Withheld.NOTHING)));
  }

  private void slowly(JsonObject caller) {
    if (gates.size() > MOST_GATES) {
      gates.clear();
    }
    String user = caller == null ? "" : caller.getString("user", "");
    if (!gates.computeIfAbsent(user, u -> new LineGate(1, AT_ONCE)).admits(System.nanoTime())) {
      throw Failure.LIMITED.because("one test a second; try again");
    }
  }

  private boolean mayConfigure(JsonObject caller) {
    return caller == null
        || policy.mayRequest(Caller.fromJson(caller), Addresses.COMMAND_CONFIG_PUT, null);
  }

  private static boolean needsTrust(JsonObject entry, String text) {
    return entry.containsKey("command")
        || entry.containsKey("oauth")
        || entry.containsKey("trustCertificates")
        || REFERENCE.matcher(text).find();
  }

  /** Its name is that of no server, and of no other test. */
  private ServerSpec spec(JsonObject entry, Checked checked) {
    if (!checked.isValid()) {
      throw Failure.INVALID.because(checked.say());
    }
    ServerSpec spec = ServerSpec.fromJson("unsaved~" + ++number, entry);
    return spec.isGroup() ? spec.members().get(0) : spec;
  }

  private static Cleaner cleaner(Endpoints endpoints) {
    return new Cleaner(endpoints::mask, endpoints::maskBeginning);
  }

  /** The secrets of this test, and those that this node knows. */
  private Cleaner both(Endpoints apart) {
    return new Cleaner(
        text -> endpoints.mask(apart.mask(text)),
        text -> endpoints.maskBeginning(apart.maskBeginning(text)));
  }

  private Trial trial(
      Request request,
      Endpoints where,
      Cleaner cleaner,
      ServerSpec spec,
      Reach reach,
      Withheld withheld) {
    Duration limit = limit(Fields.of(request.body()));
    JsonObject canary = canary(request.body());
    Callable<Endpoint> place = () -> mark.on(where.session(spec));
    return new Trial(
        vertx, worker, connector, place, cleaner, spec, reach, withheld, canary, limit);
  }

  /** A test counts as long as it takes a thread, which may be longer than its report takes. */
  private Future<JsonObject> counted(JsonObject caller, Supplier<Future<Trial>> made) {
    String user = caller == null ? "" : caller.getString("user", "");
    int mine = underWay.getOrDefault(user, 0);
    if (mine >= MOST_OF_ONE || underWay.values().stream().mapToInt(n -> n).sum() >= MOST) {
      throw Failure.LIMITED.because("other tests are under way; try again when they are over");
    }
    underWay.put(user, mine + 1);
    return Future.succeededFuture()
        .compose(none -> made.get())
        .onFailure(cause -> over(user))
        .compose(
            trial ->
                trial.run().onComplete(done -> trial.released().onComplete(free -> over(user))))
        .map(report -> report.put("node", bus.node()));
  }

  private void over(String user) {
    underWay.compute(user, (name, n) -> n == 1 ? null : n - 1);
  }

  private static JsonObject canary(JsonObject body) {
    JsonObject canary = Fields.of(body).objectOrNull("canary", json -> json);
    if (canary != null) {
      Fields.of(canary).text("tool");
      Fields.of(canary).objectOrNull("arguments", json -> json);
    }
    return canary;
  }

  private static Duration limit(Fields f) {
    int millis = f.intOr("timeoutMs", USUAL_MS);
    if (millis < SHORTEST_MS || millis > LONGEST_MS) {
      throw new IllegalArgumentException("'timeoutMs' is " + SHORTEST_MS + " to " + LONGEST_MS);
    }
    return Duration.ofMillis(millis);
  }
}
