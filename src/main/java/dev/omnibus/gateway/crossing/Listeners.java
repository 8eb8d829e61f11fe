package dev.omnibus.gateway.crossing;

import dev.omnibus.gateway.era.Listen;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Then;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.Json;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The {@code subscriptions/listen} streams of modern agents at a legacy server: together they
 * subscribe to each resource once.
 */
final class Listeners {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Way way;
  private final Runnable changed;
  private final Set<One> all = new LinkedHashSet<>();
  private long number;

  Listeners(Way way, Runnable changed) {
    this.way = way;
    this.changed = changed;
  }

  /** One stream. */
  private final class One implements Flight {
    private final Envelope request;
    private final Listen filter;
    private final FlightListener listener;

    One(Envelope request, Listen filter, FlightListener listener) {
      this.request = request;
      this.filter = filter;
      this.listener = listener;
    }

    @Override
    public void cancel(String reason) {
      if (all.remove(this)) {
        filter.resources().stream()
            .filter(uri -> !wanted(uri))
            .forEach(uri -> say("resources/unsubscribe", uri));
        changed.run();
      }
    }

    @Override
    public void extend(Duration deadline) {
      // it lasts as long as somebody hears
    }

    @Override
    public void pause() {
      // what comes is little
    }

    @Override
    public void resume() {
      // what comes is little
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  Flight open(Envelope request, Listen filter, FlightListener listener) {
    One young = new One(request, filter, listener);
    filter.resources().stream()
        .filter(uri -> !wanted(uri))
        .forEach(uri -> say("resources/subscribe", uri));
    all.add(young);
    changed.run();
    listener.message(filter.acknowledged(request));
    return young;
  }

  void heard(Envelope notification) {
    for (One one : List.copyOf(all)) {
      if (one.filter.hears(notification)) {
        one.listener.message(Listen.tagged(notification, one.request));
      }
    }
  }

  private boolean wanted(String uri) {
    return all.stream().anyMatch(one -> one.filter.resources().contains(uri));
  }

  private void say(String method, String uri) {
    Envelope request =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":\"omnibus-listen-"
                + ++number
                + "\",\"method\":\""
                + method
                + "\",\"params\":{\"uri\":"
                + Json.encode(uri)
                + "}}");
    way.request(request, new Then(() -> {}), DEADLINE);
  }

  /** They end in good order. */
  void end() {
    List<One> last = List.copyOf(all);
    all.clear();
    last.forEach(one -> one.listener.response(Listen.ended(one.request)));
  }
}
