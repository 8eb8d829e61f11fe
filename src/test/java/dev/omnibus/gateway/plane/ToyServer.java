package dev.omnibus.gateway.plane;

import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.harness.Waiting;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/** A server that does what a test tells it to, and the ways to it. */
public final class ToyServer {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  public final List<String> heard = new CopyOnWriteArrayList<>();
  final Map<String, Toy> flights = new ConcurrentHashMap<>();
  final Set<ToyWay> ways = new CopyOnWriteArraySet<>();
  volatile long generation = 7;
  public volatile boolean away;

  /** Whether it takes no new calls. */
  volatile boolean draining;

  /** Whether it lets who asks for a list wait. */
  volatile boolean slow;

  /** Whether it shows each agent something else. */
  volatile boolean isPrivate;

  /** When it is set, ways open as soon as it is done, each on the loop that asked for it. */
  volatile Promise<Void> opening;

  public Future<Way> open(Vertx vertx) {
    Promise<Void> waits = opening;
    if (waits != null) {
      heard.add("opening");
      Context context = vertx.getOrCreateContext();
      Promise<Way> way = Promise.promise();
      waits
          .future()
          .onSuccess(done -> context.runOnContext(now -> way.complete(new ToyWay(context))));
      return way.future();
    }
    return away
        ? Future.failedFuture(Failure.UNAVAILABLE.because(null))
        : Future.succeededFuture(new ToyWay(vertx.getOrCreateContext()));
  }

  /** It dies, and what was asked of it may have been done. */
  public void die(boolean sent) {
    List.copyOf(flights.values()).forEach(toy -> toy.fail(sent));
    List.copyOf(ways).forEach(ToyWay::die);
  }

  /** The call of this tool, as soon as the server has it. */
  public Toy flight(String tool) throws InterruptedException {
    Waiting.until("the server has " + tool, LIMIT, () -> flights.containsKey(tool));
    return flights.get(tool);
  }

  /** Waits until the server has heard this. */
  public void awaits(String what) throws InterruptedException {
    Waiting.until(
        "the server hears " + what,
        LIMIT,
        () -> heard.stream().anyMatch(h -> h.contains(what)),
        heard::toString);
  }

  /** Whether somebody hears what is on nobody's account. */
  public boolean isHeard() {
    return ways.stream().anyMatch(way -> way.ear != null);
  }

  /** Says something on nobody's account to who wants to hear it. */
  public void shout(String json) {
    ways.forEach(way -> way.shout(json));
  }

  /** A request that the server has not answered yet. */
  public final class Toy implements Flight {
    private final ToyWay way;
    private final Envelope request;
    private final FlightListener listener;
    volatile boolean paused;

    private Toy(ToyWay way, Envelope request, FlightListener listener) {
      this.way = way;
      this.request = request;
      this.listener = listener;
    }

    public void say(String json) {
      way.context.runOnContext(v -> listener.message(Envelope.of(json)));
    }

    public void progress(int n) {
      say(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
              + request.raw("params", "_meta", "progressToken")
              + ",\"progress\":"
              + n
              + "}}");
    }

    public void elicit(String id) {
      say(
          "{\"jsonrpc\":\"2.0\",\"id\":"
              + id
              + ",\"method\":\"elicitation/create\",\"params\":{\"message\":\"name?\",\"requestedSchema\":{}}}");
    }

    public void answer(String result) {
      flights.remove(name());
      String json = "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}";
      way.context.runOnContext(v -> listener.response(Envelope.of(json)));
    }

    /** Waits until all that was said is heard. */
    public void settle() {
      CompletableFuture<Void> heardAll = new CompletableFuture<>();
      way.context.runOnContext(v -> heardAll.complete(null));
      heardAll.join();
    }

    public void fail(boolean sent) {
      flights.remove(name());
      way.context.runOnContext(
          v -> listener.failed(Failure.UNAVAILABLE.because("the toy broke"), sent));
    }

    private String name() {
      return String.valueOf(request.text("params", "name"));
    }

    @Override
    public void cancel(String reason) {
      heard.add("cancel " + request.text("params", "name"));
      flights.remove(name());
    }

    @Override
    public void extend(Duration deadline) {
      // a toy has all the time
    }

    @Override
    public void pause() {
      paused = true;
    }

    @Override
    public void resume() {
      paused = false;
    }
  }

  private final class ToyWay implements Way {
    private final Context context;
    private final Promise<Void> closed = Promise.promise();
    private volatile Handler<Envelope> ear;

    ToyWay(Context context) {
      this.context = context;
      ways.add(this);
    }

    void die() {
      ways.remove(this);
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      context.runOnContext(v -> done.complete(closed.tryComplete()));
      done.join();
    }

    void shout(String json) {
      context.runOnContext(
          v -> {
            if (ear != null) {
              ear.handle(Envelope.of(json));
            }
          });
    }

    @Override
    public Era era() {
      return Era.LEGACY;
    }

    @Override
    public JsonObject described() {
      return new JsonObject()
          .put("protocolVersion", "2025-11-25")
          .put(
              "capabilities",
              new JsonObject().put("tools", new JsonObject().put("listChanged", true)))
          .put("serverInfo", new JsonObject().put("name", "toy").put("version", "1"))
          .put("odd", new JsonArray().add(1));
    }

    @Override
    public long generation() {
      return generation;
    }

    @Override
    public Flight request(Envelope request, FlightListener listener, Duration deadline) {
      String params = request.raw("params");
      heard.add(request.method() + (params == null ? "" : " " + params));
      Toy toy = new Toy(this, request, listener);
      switch (request.method()) {
        case "tools/call" -> {
          if ("echo".equals(toy.name())) {
            toy.answer(request.raw("params", "arguments"));
          } else {
            flights.put(toy.name(), toy);
          }
        }
        case "tools/list" -> {
          if (slow) {
            return toy;
          }
          toy.answer("{\"tools\":[{\"name\":\"echo\", \"n\":1.0},{\"name\":\"secret\"}]}");
        }
        default -> toy.answer("{}");
      }
      return toy;
    }

    @Override
    public Future<Void> post(Envelope message) {
      heard.add("post " + message.bytes());
      return Future.succeededFuture();
    }

    @Override
    public void onMessage(Handler<Envelope> handler) {
      ear = handler;
    }

    @Override
    public void onRenewed(Handler<Long> handler) {
      // a toy dies instead
    }

    @Override
    public Future<Void> closed() {
      return closed.future();
    }

    @Override
    public Future<Void> close() {
      ways.remove(this);
      heard.add("closed");
      return Future.succeededFuture();
    }
  }
}
