package dev.omnibus.client;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.sealed.SealedTalk;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A program's client of the bus: it hears events over one socket that comes back by itself, on any
 * node, misses nothing and says so when it can't, and asks with a deadline. It is made by {@link
 * #at} and does everything on a thread of its own; its methods may be called from any.
 *
 * <pre>{@code
 * OmnibusClient client =
 *     OmnibusClient.at("http://127.0.0.1:8080").as(Credentials.key("omk_...")).open();
 * client.hear("event.server.status", event -> System.out.println(event.getJsonObject("data")));
 * client.request("query.server.list", new JsonObject()).thenAccept(System.out::println);
 * }</pre>
 */
public final class OmnibusClient implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Lane lane = new Lane();
  private final Pending pending = new Pending(lane);
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final Subscription.Link link = new SocketLink();
  private final Sealing sealing = new Sealing(this::exchange);
  private final Incoming incoming = new Incoming(pending, subscriptions, sealing, this::renew);
  private final Connector connector;

  OmnibusClient(ClientBuilder asked) {
    connector = new Connector(lane, asked, backoff, incoming);
  }

  /** A client of these nodes, tried in this order, such as {@code http://127.0.0.1:8080}. */
  public static ClientBuilder at(String... nodes) {
    return new ClientBuilder(Stream.of(nodes).map(OmnibusClient::node).toList());
  }

  private static URI node(String text) {
    URI node = URI.create(text);
    if (node.getHost() == null || !List.of("http", "https").contains(node.getScheme())) {
      throw new IllegalArgumentException("'" + text + "' is not like http://127.0.0.1:8080");
    }
    return node;
  }

  /** Whether a socket is open now. */
  public boolean isOpen() {
    return connector.isOpen();
  }

  /** Comes back after it was refused or told to stay away; does nothing while it is there. */
  public void connect() {
    lane.run(connector::connect);
  }

  /** Hears an address, all of it. */
  public void hear(String address, Listener listener) {
    hear(address, new JsonObject(), listener);
  }

  /**
   * Hears an address on this socket and all that follow; hearing it once more replaces what was.
   *
   * @param filter register headers, such as {@code {"server":"files","severity":"warning"}}
   */
  public void hear(String address, JsonObject filter, Listener listener) {
    Subscription young = new Subscription(address, filter, listener, link, lane, backoff);
    lane.run(
        () -> {
          Subscription old = subscriptions.put(address, young);
          if (old != null) {
            old.pause();
          }
          if (connector.isOpen()) {
            young.register();
          }
        });
  }

  /** Hears it no more. */
  public void unhear(String address) {
    lane.run(
        () -> {
          Subscription old = subscriptions.remove(address);
          if (old != null) {
            old.pause();
            link.send(new JsonObject().put("type", "unregister").put("address", address));
          }
        });
  }

  /** Asks with a deadline of ten seconds. */
  public CompletableFuture<JsonObject> request(String address, JsonObject body) {
    return request(address, body, DEADLINE);
  }

  /**
   * One request with one answer, over the socket that is open now.
   *
   * @return fails with a {@link BusException}; UNAVAILABLE: not sent, or lost on the way
   */
  public CompletableFuture<JsonObject> request(String address, JsonObject body, Duration deadline) {
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    JsonObject copy = body.copy();
    if (!lane.run(() -> ask(address, copy, answer, deadline))) {
      answer.completeExceptionally(Failure.UNAVAILABLE.because("closed here"));
    }
    return answer;
  }

  /** Over this socket and no other: on the lane, at once. */
  private CompletableFuture<JsonObject> exchange(JsonObject offer) {
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    ask(Addresses.BRIDGE_SEAL, offer, answer, DEADLINE);
    return answer;
  }

  private void ask(
      String address, JsonObject body, CompletableFuture<JsonObject> answer, Duration deadline) {
    if (!connector.isOpen()) {
      answer.completeExceptionally(Failure.UNAVAILABLE.because("not connected"));
      return;
    }
    String replyAddress = pending.open(answer, deadline);
    link.send(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("replyAddress", replyAddress)
            .put("body", body));
  }

  /** Goes for good, and waits a moment until the node has been told. */
  @Override
  public void close() {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    boolean open =
        lane.run(() -> connector.leave().whenComplete((left, failure) -> gone.complete(null)));
    lane.close();
    if (!open) {
      return;
    }
    gone.completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
  }

  private final class SocketLink implements Subscription.Link {

    /** What is sensitive leaves sealed, or not at all where that fails. */
    @Override
    public void send(JsonObject frame) {
      if (!connector.isOpen() || !Sealing.concerns(frame.getString("address"))) {
        connector.send(frame);
        return;
      }
      CompletableFuture<SealedTalk> begun = sealing.begun();
      begun.whenComplete((talk, failure) -> lane.run(() -> whisper(begun, frame)));
    }

    /** Unless the socket went meanwhile. */
    private void whisper(CompletableFuture<SealedTalk> begun, JsonObject frame) {
      if (!connector.isOpen() || !sealing.is(begun)) {
        return;
      }
      if (begun.isCompletedExceptionally()) {
        String waits = frame.getString("replyAddress", frame.getString("address"));
        incoming.refused(waits, Failure.UNAVAILABLE.because("it could not be sealed"));
      } else {
        connector.send(Sealing.closed(begun.join(), frame));
      }
    }

    @Override
    public CompletableFuture<JsonObject> request(String address, JsonObject body) {
      return OmnibusClient.this.request(address, body);
    }
  }

  private void renew(String token) {
    request(Addresses.BRIDGE_RENEW, new JsonObject().put("token", token))
        .exceptionally(failure -> new JsonObject());
  }
}
