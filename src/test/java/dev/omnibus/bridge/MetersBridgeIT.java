package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bridge shows of itself where the node is measured. */
class MetersBridgeIT {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @TempDir Path data;

  @Test
  void what_is_told_how_long_it_takes_and_what_waits_are_shown() {
    try (TestNode node = new TestNode(data, new JsonObject())) {
      new BridgeMeters(node.bridge().counters()).bindTo(registry);
      TestSocket socket = TestSocket.bus(node, "ann");
      socket.register(Addresses.EVENT_SERVER_STATUS, new JsonObject());
      socket.notice("registered");
      node.tell("files", "info", 1);
      socket.next("rec");
      assertEquals(1, value("omnibus_bridge_delivered_total"));
      Await.until("the batch is counted", () -> value("omnibus_bridge_telling_seconds_count") == 1);
      assertTrue(value("omnibus_bridge_telling_seconds_sum") > 0);
      assertEquals(1, value("omnibus_bridge_telling_seconds_bucket{le=\"5.0\"}"));
      assertEquals(0, value("omnibus_bridge_queued_bytes"));
      assertEquals(0, value("omnibus_bridge_coalesced_total"));
      assertEquals(0, value("omnibus_bridge_dropped_total"));
      socket.close();
    }
  }

  private double value(String name) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + registry.scrape()));
  }
}
