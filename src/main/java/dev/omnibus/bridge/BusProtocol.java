package dev.omnibus.bridge;

import dev.omnibus.bridge.hub.Batch;
import dev.omnibus.bridge.hub.Cursor;
import dev.omnibus.bridge.hub.HeaderFilter;
import dev.omnibus.bridge.hub.Loop;
import dev.omnibus.bridge.hub.Replay;
import dev.omnibus.bridge.hub.Sink;
import dev.omnibus.bridge.hub.Subscription;
import dev.omnibus.bridge.socket.Connection;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bridge.socket.Notice;
import dev.omnibus.bridge.socket.Protocol;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The event-bus bridge protocol as stock Vert.x clients speak it, with more said: a register is
 * acknowledged, a failure names its address, and what was missed comes first. A client hears listed
 * events and requests listed commands and queries; it publishes nothing.
 */
final class BusProtocol implements Protocol, Sink {

  private final Desk desk;
  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, Subscription> subscriptions = new HashMap<>();
  private final Answers answers;
  private final Sealing sealing;
  private final Requests requests;

  BusProtocol(Desk desk, Connection connection) {
    this(desk, connection, Dialect.WEB);
  }

  BusProtocol(Desk desk, Connection connection, Dialect dialect) {
    this.desk = desk;
    this.connection = connection;
    this.dialect = dialect;
    this.answers = new Answers(desk, connection);
    this.sealing = new Sealing(desk.config().sealed(), dialect);
    this.requests = new Requests(desk, connection, answers, dialect, sealing);
  }

  @Override
  public void opened() {}

  @Override
  public void received(String text) {
    ClientFrame frame;
    try {
      frame = ClientFrame.parse(text, desk.config());
    } catch (ClientFrame.BadFrame e) {
      connection.maySpeak();
      answers.fail(e.address(), Failure.BAD_REQUEST.because(e.getMessage()));
      return;
    }
    if (connection.maySpeak()) {
      handle(frame);
    } else {
      answers.fail(frame.returnAddress(), Failure.LIMITED.because(null));
    }
  }

  private void handle(ClientFrame frame) {
    switch (frame.type()) {
      case PING -> {
        connection.send(ServerFrames.PONG);
        connection.keepsBeat();
      }
      case REGISTER -> register(frame);
      case UNREGISTER -> unregister(frame.address());
      case SEND -> requests.send(frame);
      case PUBLISH ->
          answers.refuse(frame.address(), frame.address(), "a client publishes nothing");
    }
  }

  private void register(ClientFrame frame) {
    String address = frame.address();
    if (!desk.hub().knows(address) || !desk.policy().mayHear(connection.caller(), address)) {
      answers.refuse(address, address, null);
      return;
    }
    if (sealing.lacks(address)) {
      answers.fail(address, Failure.FORBIDDEN.because(Sealing.FIRST));
      return;
    }
    if (!subscriptions.containsKey(address)
        && subscriptions.size() >= desk.config().maxSubscriptions()) {
      answers.limit(address, "too many subscriptions");
      return;
    }
    try {
      HeaderFilter filter = HeaderFilter.fromJson(address, frame.headers());
      Object since = frame.headers().getValue("since");
      subscribe(address, filter, since == null ? null : Cursor.from(since));
    } catch (IllegalArgumentException e) {
      answers.fail(address, Failure.BAD_REQUEST.because(e.getMessage()));
    }
  }

  /** A second register of an address replaces the first. */
  private void subscribe(String address, HeaderFilter filter, Cursor since) {
    unregister(address);
    subscriptions.put(
        address, desk.hub().subscribe(this, address, filter, connection.caller(), since));
    desk.trail().subscribed(connection, address);
  }

  private void unregister(String address) {
    Subscription subscription = subscriptions.remove(address);
    if (subscription != null) {
      desk.hub().unsubscribe(subscription);
      desk.trail().unsubscribed(connection, address);
    }
  }

  @Override
  public void beat() {}

  @Override
  public void expiring(Instant when) {
    connection.send(
        Notice.of(
            "expiring",
            new JsonObject().put("expires", when.toString()).put("renew", Addresses.BRIDGE_RENEW)));
  }

  @Override
  public void closing(JsonObject why) {
    connection.send(Notice.of("closing", why));
  }

  @Override
  public void closed() {
    subscriptions.values().forEach(desk.hub()::unsubscribe);
    desk.counters().subscriptions.add(-subscriptions.size());
    subscriptions.clear();
  }

  @Override
  public Loop loop() {
    return connection.loop();
  }

  @Override
  public void joined(Subscription subscription, Replay replay) {
    connection.sendAlong(desk.welcomes().to(subscription.address(), replay));
  }

  @Override
  public void deliver(Subscription subscription, Batch batch) {
    if (sealing.covers(subscription.address())) {
      Batch own = Batch.forOne(batch.events());
      connection.deliver(subscription, own, sealing.form());
      own.release();
    } else {
      connection.deliver(subscription, batch, dialect.form());
    }
  }

  /** A client that lags has events in its queue that lie before; it must not skip those. */
  @Override
  public void passed(Subscription subscription, Cursor cursor) {
    if (!connection.lags()) {
      connection.send(desk.welcomes().passed(subscription.address(), cursor));
    }
  }

  @Override
  public void missed(Subscription subscription, String node, long first, long last) {
    connection.send(
        Notice.of(
            "gap",
            new JsonObject()
                .put("address", subscription.address())
                .put("node", node)
                .put("first", first)
                .put("last", last)));
  }
}
