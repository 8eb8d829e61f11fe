package dev.omnibus.gateway.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one bus, each with a catalogue of its own. */
class CatalogVerticleTest {

  private static final NodeId ONE = NodeId.of("n1@a");
  private static final NodeId TWO = NodeId.of("n2@b");

  private final Vertx vertx = Vertx.vertx();
  private final Catalog here = new Catalog();
  private final Catalog there = new Catalog();

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private Bus node(NodeId id, Catalog catalog) throws Exception {
    Bus bus = new Bus(vertx, id.toString(), Clock.systemUTC());
    ServerSpec spec =
        ServerSpec.fromJson("files", new JsonObject().put("url", "http://127.0.0.1:1/mcp"));
    LiveConfig live =
        new LiveConfig(Map.of("files", spec), AccessConfig.fromJson(new JsonObject()));
    get(
        vertx.deployVerticle(
            new CatalogVerticle(
                bus,
                new ListedMembership(id, List.of(ONE, TWO)),
                live,
                catalog,
                Duration.ofMillis(200))));
    return bus;
  }

  private static CompletableFuture<Void> next(Catalog catalog) {
    CompletableFuture<Void> changed = new CompletableFuture<>();
    catalog.onChange((server, lists) -> changed.complete(null));
    return changed;
  }

  private static String[] thousand() {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "{\"name\":\"t" + i + "\", \"pad\":\"" + "x".repeat(600) + "\"}")
        .toArray(String[]::new);
  }

  @Test
  void what_the_owner_read_is_soon_on_every_node_byte_for_byte() throws Exception {
    Bus one = node(ONE, here);
    node(TWO, there);
    CompletableFuture<Void> told = next(there);
    one.tell(Addresses.LISTS_READ, Given.told("files", 1, 1, Given.tools(thousand())));
    told.get(60, TimeUnit.SECONDS);
    assertEquals(
        here.of("files").list(Listed.TOOLS).items(), there.of("files").list(Listed.TOOLS).items());
    assertEquals(1_000, there.of("files").list(Listed.TOOLS).items().size());
  }

  @Test
  void a_node_that_starts_has_the_lists_before_it_is_ready() throws Exception {
    Bus one = node(ONE, here);
    CompletableFuture<Void> told = next(here);
    one.tell(Addresses.LISTS_READ, Given.told("files", 1, 1, Given.tools(thousand())));
    told.get(60, TimeUnit.SECONDS);
    node(TWO, there);
    assertEquals(1_000, there.of("files").list(Listed.TOOLS).items().size());
  }

  @Test
  void what_was_missed_is_repaired() throws Exception {
    node(ONE, here);
    node(TWO, there);
    CompletableFuture<Void> told = next(there);
    Given.put(here, "files", Given.tools(Given.named("x")));
    told.get(60, TimeUnit.SECONDS);
    assertTrue(there.of("files").list(Listed.TOOLS).byName().containsKey("x"));
  }
}
