package dev.omnibus.app;

import dev.omnibus.access.Keys;
import dev.omnibus.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code omnibus rehearse}: a node that nobody knows of starts, is talked to as clients do, and
 * ends. What the JVM notes down of it makes later starts quicker; the launcher says where to.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Start a node for some seconds, so that the JVM can note down what it needs.")
final class RehearseCommand implements Callable<Integer> {

  private static final int LIMIT_SECONDS = 90;
  private static final int MANY = 100_000;

  @Option(names = "--sockets", defaultValue = "50", description = "How many come and go.")
  int sockets;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("omnibus-rehearsal");
    try {
      String key = Keys.make();
      Node node = await(Node.boot(settings(folder, key), Clock.systemUTC()));
      Rehearsal rehearsal = new Rehearsal(node.port(), node.opsPort(), key);
      rehearsal.pages();
      rehearsal.sockets(sockets);
      await(node.stop());
      return 0;
    } finally {
      delete(folder);
    }
  }

  /** Nothing of the environment: it must not find its way to other nodes. */
  private static Settings settings(Path folder, String key) throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    JsonObject all =
        new JsonObject()
            .put("requests", JsonArray.of("*"))
            .put("events", JsonArray.of("*"))
            .put("servers", new JsonObject().put("*", JsonArray.of("*")));
    JsonObject known = new JsonObject().put("sha256", Keys.sha256(key)).put("roles", roles());
    JsonObject access =
        new JsonObject()
            .put("users", new JsonObject())
            .put("roles", new JsonObject().put("rehearsal", all))
            .put("keys", new JsonObject().put("rehearsal", known));
    Files.writeString(conf.resolve("access.json"), access.encode());
    Files.writeString(conf.resolve("servers.json"), "{\"mcpServers\":{}}");
    Files.writeString(conf.resolve("omnibus.json"), limits().encode());
    String port = Integer.toString(Ports.free("127.0.0.1"));
    Map<String, String> line =
        Map.of(
            "conf",
            conf.toString(),
            "data",
            folder.resolve("data").toString(),
            "node.name",
            "rehearsal",
            "http.port",
            "0",
            "ops.port",
            "0",
            "cluster.name",
            "rehearsal-" + ProcessHandle.current().pid(),
            "cluster.port",
            port,
            "cluster.members",
            "127.0.0.1:" + port);
    return Settings.load(line, Map.of());
  }

  /** One user is all who come; what is refused would be rehearsed in place of what is answered. */
  private static JsonObject limits() {
    JsonObject bridge = new JsonObject().put("requestsPerSecond", MANY).put("requestBurst", MANY);
    return new JsonObject().put("bridge", bridge);
  }

  private static JsonArray roles() {
    return JsonArray.of("rehearsal");
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }
}
