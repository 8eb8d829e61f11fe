package dev.omnibus.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * Opens and accepts {@link Channel}s between the nodes. All of a node's come in at one address, so
 * that a channel costs the cluster no registration. A channel whose other end is gone is closed: at
 * once when its node left, else by the roll call that nodes make with each other.
 */
public final class Channels {

  private static final Duration ROLL = Duration.ofSeconds(5);

  /** A node that says nothing for so many roll calls is gone. */
  private static final int SILENT_ROLLS = 4;

  /** A channel that was opened, and the answer of who accepted it. */
  public record Opened(Channel channel, JsonObject answer) {}

  private final Vertx vertx;
  private final Bus bus;
  private final AtomicLong lastId = new AtomicLong();

  /**
   * Both ends of a channel within this node would have one id: that of who accepted is kept out.
   */
  private final Map<String, Channel> opening = new ConcurrentHashMap<>();

  private final Map<String, FarEnd> ends = new ConcurrentHashMap<>();
  private final Map<String, MessageProducer<Buffer>> senders = new ConcurrentHashMap<>();

  /** Roll calls since a node was last heard. */
  private final Map<String, Integer> silent = new ConcurrentHashMap<>();

  Channels(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  /** Completes when the other nodes can reach this one. */
  public Future<Void> listen() {
    vertx.setPeriodic(ROLL.toMillis(), ignored -> roll());
    return vertx
        .eventBus()
        .<Buffer>consumer(
            Addresses.node(bus.node(), Addresses.CHANNEL),
            message -> heard(Frame.of(message.body()), message.headers().get("node")))
        .completion();
  }

  /** How many channels to other nodes are open. */
  public int open() {
    return ends.size();
  }

  /**
   * Opens a channel to a node, this one included, by asking it at a word for nodes. The channel
   * lives on the caller's context. Fails with a {@link BusException}.
   */
  public Future<Opened> open(String node, String word, JsonObject body, Duration deadline) {
    Channel channel = new Channel(vertx.getOrCreateContext());
    String id = bus.node() + "#" + lastId.incrementAndGet();
    boolean near = node.equals(bus.node());
    if (near) {
      opening.put(id, channel);
    } else {
      connect(channel, id, node);
    }
    JsonObject asked = body.copy().put("channel", id).put("node", bus.node());
    return bus.askNode(node, word, asked, null, deadline)
        .map(answer -> new Opened(channel, answer))
        .onComplete(done -> opening.remove(id))
        .onFailure(refused -> channel.close());
  }

  /**
   * Accepts channels at a word of this node, on the caller's context. What the handler fails with
   * refuses the channel.
   */
  public Future<Void> answer(
      String word, BiFunction<JsonObject, Channel, Future<JsonObject>> handler) {
    Context context = vertx.getOrCreateContext();
    return bus.answerNode(
            word,
            request -> {
              Channel channel = accepted(context, request.body());
              return Future.succeededFuture()
                  .compose(ignored -> handler.apply(request.body(), channel))
                  .onFailure(refused -> channel.close());
            })
        .completion();
  }

  private Channel accepted(Context context, JsonObject asked) {
    Channel channel = new Channel(context);
    String id = asked.getString("channel");
    String node = asked.getString("node");
    if (!node.equals(bus.node())) {
      connect(channel, id, node);
      return channel;
    }
    Channel other = opening.remove(id);
    if (other == null) {
      throw Failure.TIMEOUT.because(null); // who asked has given up
    }
    channel.connect(new NearEnd(other));
    other.context().runOnContext(v -> other.connect(new NearEnd(channel)));
    return channel;
  }

  private void connect(Channel channel, String id, String node) {
    FarEnd end = new FarEnd(channel, id, node, sender(node));
    ends.put(id, end);
    channel.closed().onComplete(over -> ends.remove(id));
    channel.connect(end);
  }

  /** The members changed: whose node is not among the living closes at once. */
  public void retain(Collection<String> live) {
    ends.values().stream()
        .filter(end -> !live.contains(end.node()))
        .forEach(end -> end.end("the node has left"));
    senders.keySet().retainAll(live);
  }

  private void heard(Frame frame, String node) {
    silent.put(node, 0);
    if (frame.kind() == Frame.Kind.ROLL) {
      checked(frame.rest().toJsonArray(), node);
      return;
    }
    FarEnd end = ends.get(frame.channel());
    if (end != null) {
      end.heard(frame);
    } else if (frame.kind() != Frame.Kind.CLOSE) {
      refuse(frame.channel(), node);
    }
  }

  /** {@code ["n1@k3f9#7",12,...]}: each channel, and how many frames must have come by now. */
  private void checked(JsonArray told, String node) {
    for (int i = 0; i + 1 < told.size(); i += 2) {
      FarEnd end = ends.get(told.getString(i));
      if (end == null) {
        refuse(told.getString(i), node);
      } else if (!end.has(told.getInteger(i + 1))) {
        end.lose("messages were lost on the way");
      }
    }
  }

  private void refuse(String channel, String node) {
    Buffer reason = Buffer.buffer("the other end is gone");
    sender(node).write(new Frame(Frame.Kind.CLOSE, 0, 0, channel, reason).toBuffer());
  }

  private void roll() {
    Map<String, JsonArray> lists = new HashMap<>();
    ends.forEach(
        (id, end) ->
            lists.computeIfAbsent(end.node(), n -> new JsonArray()).add(id).add(end.rolled()));
    silent.keySet().retainAll(lists.keySet());
    lists.forEach(
        (node, list) -> {
          if (silent.merge(node, 1, Integer::sum) > SILENT_ROLLS) {
            lost(node);
          } else {
            sender(node).write(new Frame(Frame.Kind.ROLL, 0, 0, "", list.toBuffer()).toBuffer());
          }
        });
  }

  private void lost(String node) {
    ends.values().stream()
        .filter(end -> end.node().equals(node))
        .forEach(end -> end.lose("the other node is silent"));
  }

  private MessageProducer<Buffer> sender(String node) {
    return senders.computeIfAbsent(node, this::newSender);
  }

  private MessageProducer<Buffer> newSender(String node) {
    return vertx
        .eventBus()
        .sender(
            Addresses.node(node, Addresses.CHANNEL),
            new DeliveryOptions().addHeader("node", bus.node()));
  }
}
