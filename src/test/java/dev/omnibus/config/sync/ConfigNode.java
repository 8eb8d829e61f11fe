package dev.omnibus.config.sync;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.Settings;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One node with nothing but its configuration, on a real Vert.x and a real folder. */
final class ConfigNode {

  static final long LIMIT_S = 30;

  final Path conf;
  final Vertx vertx;
  final Bus bus;
  final ConfigStart start;
  final LiveConfig live;
  final BlockingQueue<JsonObject> changed = new LinkedBlockingQueue<>();
  final BlockingQueue<JsonObject> rejected = new LinkedBlockingQueue<>();

  ConfigNode(Vertx vertx, String name, Path conf, Path data) throws Exception {
    this(vertx, name, conf, data, Map.of());
  }

  ConfigNode(Vertx vertx, String name, Path conf, Path data, Map<String, String> environment)
      throws Exception {
    this.vertx = vertx;
    this.conf = conf;
    this.bus = new Bus(vertx, name + "@00000", Clock.systemUTC());
    FirstAccess.in(conf);
    this.start = ConfigStart.load(settings(conf, data), environment);
    this.live = start.live();
    bus.hear(Addresses.EVENT_CONFIG_CHANGED, changed::add);
    bus.hear(Addresses.EVENT_CONFIG_REJECTED, rejected::add);
    vertx
        .deployVerticle(new ConfigVerticle(start, bus, new AuditTrail()))
        .await(LIMIT_S, TimeUnit.SECONDS);
  }

  static Settings settings(Path conf, Path data) {
    return Settings.load(Map.of("conf", conf.toString(), "data", data.toString()), Map.of());
  }

  /** A folder with a fleet of one server, {@code first}. */
  static Path folder(Path conf) throws Exception {
    Files.createDirectories(conf);
    Files.writeString(conf.resolve("servers.json"), fleet("first"));
    return conf;
  }

  static String fleet(String... names) {
    JsonObject servers = new JsonObject();
    for (String name : names) {
      servers.put(name, new JsonObject().put("command", "true"));
    }
    return new JsonObject().put("mcpServers", servers).encodePrettily() + "\n";
  }

  void save(String file, String text) throws Exception {
    Files.writeString(conf.resolve(file), text);
  }

  String text(String file) throws Exception {
    return Files.readString(conf.resolve(file));
  }

  JsonObject ask(String address, JsonObject body) throws Exception {
    return bus.ask(address, body, new JsonObject().put("user", "ann"), Duration.ofSeconds(60))
        .await(LIMIT_S, TimeUnit.SECONDS);
  }

  /** What only another room of the node asks. */
  JsonObject askNode(String word, JsonObject body) throws Exception {
    return bus.askNode(bus.node(), word, body, null, Duration.ofSeconds(60))
        .await(LIMIT_S, TimeUnit.SECONDS);
  }

  JsonObject put(String file, String text) throws Exception {
    return ask(Addresses.COMMAND_CONFIG_PUT, new JsonObject().put("file", file).put("text", text));
  }

  JsonObject get(String file) throws Exception {
    return ask(Addresses.QUERY_CONFIG_GET, new JsonObject().put("file", file));
  }

  JsonArray versions(String file) throws Exception {
    return ask(Addresses.QUERY_CONFIG_VERSIONS, new JsonObject().put("file", file))
        .getJsonArray("versions");
  }

  /** Waits until the fleet in force has this server. */
  void untilServer(String name) throws Exception {
    untilFleet(fleet -> fleet.servers().containsKey(name));
  }

  void untilFleet(Predicate<LiveConfig> expected) throws Exception {
    CompletableFuture<Void> there = new CompletableFuture<>();
    live.onServers(
        change -> {
          if (expected.test(live)) {
            there.complete(null);
          }
        });
    if (!expected.test(live)) {
      there.get(LIMIT_S, TimeUnit.SECONDS);
    }
  }

  static JsonObject next(BlockingQueue<JsonObject> events) throws InterruptedException {
    JsonObject event = events.poll(LIMIT_S, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event within " + LIMIT_S + " s");
    }
    return event.getJsonObject("data");
  }
}
