package dev.omnibus.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus as the rooms use it: events carry the envelope of the contract and leave this node
 * in the order of their sequence numbers; commands and queries are answered on the node they were
 * asked on; every request has a deadline and every failure a row in {@link Failure}. It knows no
 * room and no socket.
 *
 * <p>An event: {@code {"type":"mcp_status_change","at":"2026-11-22T10:00:00.123Z","node":"n1@k3f9",
 * "seq":42,"severity":"error","data":{...}}}, with {@code node} and {@code seq} in the headers too.
 */
public final class Bus {

  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
  private static final String CALLER = "caller";

  private final Vertx vertx;
  private final String node;
  private final Clock clock;

  /** All events of this node leave through one context, so that their order is that of seq. */
  private final Context publisher;

  private final Map<String, Long> sequences = new HashMap<>();
  private final Channels channels;

  private volatile Answered answered = (request, answer, failure, nanos) -> {};

  public Bus(Vertx vertx, String node, Clock clock) {
    this.vertx = vertx;
    this.node = node;
    this.clock = clock;
    this.publisher = vertx.getOrCreateContext();
    this.channels = new Channels(vertx, this);
  }

  /** This node's id, as it stands in every envelope. */
  public String node() {
    return node;
  }

  /** Streams of messages between the nodes. */
  public Channels channels() {
    return channels;
  }

  /** Tells all nodes that something happened. The type and the severity are words of the model. */
  public void publish(String address, String type, String severity, JsonObject data) {
    publish(address, type, severity, data, new DeliveryOptions());
  }

  /** Tells this node alone that something happened: the others find out by themselves. */
  public void publishHere(String address, String type, String severity, JsonObject data) {
    publish(address, type, severity, data, new DeliveryOptions().setLocalOnly(true));
  }

  private void publish(
      String address, String type, String severity, JsonObject data, DeliveryOptions options) {
    String at = clock.instant().toString();
    JsonObject copy = data.copy();
    publisher.runOnContext(
        ignored -> {
          long seq = sequences.merge(address, 1L, Long::sum);
          JsonObject event =
              new JsonObject()
                  .put("type", type)
                  .put("at", at)
                  .put("node", node)
                  .put("seq", seq)
                  .put("severity", severity)
                  .put("data", copy);
          options.addHeader("node", node).addHeader("seq", Long.toString(seq));
          vertx.eventBus().publish(address, event, options);
        });
  }

  /** The last number of each address at which this node told an event so far. */
  public Future<Map<String, Long>> told() {
    Promise<Map<String, Long>> told = Promise.promise();
    Context asking = vertx.getOrCreateContext();
    publisher.runOnContext(
        ignored -> {
          Map<String, Long> now = Map.copyOf(sequences);
          asking.runOnContext(back -> told.complete(now));
        });
    return told.future();
  }

  /** Hears an event of all nodes; the handler gets the whole envelope. */
  public MessageConsumer<JsonObject> hear(String address, Handler<JsonObject> handler) {
    return vertx.eventBus().consumer(address, message -> handler.handle(message.body()));
  }

  /** Hears how commands and queries that were asked on this node were answered. */
  public interface Answered {

    /**
     * @param answer null when it failed
     * @param failure null when it went well
     */
    void answered(Request request, JsonObject answer, BusException failure, long nanos);
  }

  /** There is one who hears it. */
  public void onAnswered(Answered handler) {
    answered = handler;
  }

  /** Answers a command or query that was asked on this node. */
  public MessageConsumer<JsonObject> answer(
      String address, Function<Request, Future<JsonObject>> handler) {
    return vertx
        .eventBus()
        .localConsumer(address, message -> reply(message, request -> told(request, handler)));
  }

  private Future<JsonObject> told(Request request, Function<Request, Future<JsonObject>> handler) {
    long began = System.nanoTime();
    return Future.succeededFuture(request)
        .compose(handler)
        .onComplete(
            done ->
                answered.answered(
                    request,
                    done.result(),
                    done.failed() ? named(done.cause()) : null,
                    System.nanoTime() - began));
  }

  /** Answers at an address of this node ({@link Addresses#node}), for the other nodes too. */
  public MessageConsumer<JsonObject> answerNode(
      String word, Function<Request, Future<JsonObject>> handler) {
    return vertx
        .eventBus()
        .consumer(Addresses.node(node, word), message -> reply(message, handler));
  }

  /** Asks this node. Fails with a {@link BusException} only. */
  public Future<JsonObject> ask(
      String address, JsonObject body, JsonObject caller, Duration deadline) {
    return send(address, body, caller, new DeliveryOptions().setLocalOnly(true), deadline);
  }

  /** Asks one node of the cluster, this one included. Fails with a {@link BusException} only. */
  public Future<JsonObject> askNode(
      String nodeId, String word, JsonObject body, JsonObject caller, Duration deadline) {
    DeliveryOptions options = new DeliveryOptions().setLocalOnly(nodeId.equals(node));
    return send(Addresses.node(nodeId, word), body, caller, options, deadline);
  }

  /** Tells this node something, without an answer. */
  public void tell(String word, JsonObject body) {
    vertx
        .eventBus()
        .send(Addresses.node(node, word), body, new DeliveryOptions().setLocalOnly(true));
  }

  /** Hears what this node is told. */
  public MessageConsumer<JsonObject> hearNode(String word, Handler<JsonObject> handler) {
    return vertx
        .eventBus()
        .localConsumer(Addresses.node(node, word), message -> handler.handle(message.body()));
  }

  /** Has all on this node hear an event of another one that was lost on its way here. */
  public void hearAgain(String address, JsonObject event) {
    vertx.eventBus().publish(address, event, new DeliveryOptions().setLocalOnly(true));
  }

  /** Tells every node something, this one too, without an answer and without an envelope. */
  public void tellAll(String word, JsonObject body) {
    vertx.eventBus().publish(Addresses.nodes(word), body);
  }

  /** Hears what every node is told. */
  public MessageConsumer<JsonObject> hearAll(String word, Handler<JsonObject> handler) {
    return vertx
        .eventBus()
        .consumer(Addresses.nodes(word), message -> handler.handle(message.body()));
  }

  private Future<JsonObject> send(
      String address,
      JsonObject body,
      JsonObject caller,
      DeliveryOptions options,
      Duration deadline) {
    options.setSendTimeout(deadline.toMillis());
    if (caller != null) {
      options.addHeader(CALLER, caller.encode());
    }
    return vertx
        .eventBus()
        .<JsonObject>request(address, body, options)
        .map(Message::body)
        .recover(cause -> Future.failedFuture(named(cause)));
  }

  private void reply(Message<JsonObject> message, Function<Request, Future<JsonObject>> handler) {
    String caller = message.headers().get(CALLER);
    Request request =
        new Request(
            message.address(), message.body(), caller == null ? null : new JsonObject(caller));
    // Within compose: what a handler throws is answered like what it fails with.
    Future.succeededFuture(request)
        .compose(handler)
        .onSuccess(message::reply)
        .onFailure(cause -> fail(message, cause));
  }

  private void fail(Message<JsonObject> message, Throwable cause) {
    BusException known = named(cause);
    if (known.failure() == Failure.BUG) {
      LOG.error("unforeseen address={}", message.address(), cause);
    }
    message.fail(known.failure().code(), known.getMessage());
  }

  private static BusException named(Throwable cause) {
    if (cause instanceof BusException known) {
      return known;
    }
    if (cause instanceof IllegalArgumentException) {
      return Failure.BAD_REQUEST.because(cause.getMessage());
    }
    if (cause instanceof ClassCastException) {
      return Failure.BAD_REQUEST.because(null); // its own words name classes of ours
    }
    if (cause instanceof ReplyException reply) {
      return named(reply);
    }
    return Failure.BUG.because(null);
  }

  private static BusException named(ReplyException reply) {
    if (reply.failureType() == ReplyFailure.TIMEOUT) {
      return Failure.TIMEOUT.because(null);
    }
    if (reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
      return Failure.of(reply.failureCode()).because(reply.getMessage());
    }
    return Failure.UNAVAILABLE.because(null);
  }
}
