package dev.omnibus.bench.gateway;

import dev.omnibus.access.Keys;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.ScratchFolder;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server, a node before it and, when this machine has it, nginx before it; each a process. */
final class Scene implements AutoCloseable {

  static final String KEY = "omk_bench";

  private final Process server;
  private final NodeProcess node;
  private final Nginx nginx;
  private final List<Way> ways = new ArrayList<>();

  private Scene(Process server, NodeProcess node, Nginx nginx) {
    this.server = server;
    this.node = node;
    this.nginx = nginx;
  }

  static Scene open() throws Exception {
    Path folder = ScratchFolder.make("bench");
    Process server = Jvm.start(EchoServer.class);
    int port =
        Integer.parseInt(
            new BufferedReader(new InputStreamReader(server.getInputStream())).readLine());
    Optional<Nginx> nginx = Nginx.before(port, folder);
    NodeProcess node = new NodeProcess("bench", folder).fullSpeed();
    String url = "http://127.0.0.1:" + port + "/mcp";
    node.write("omnibus.json", "{\"gateway\":{\"concurrency\":4000}}");
    node.write("servers.json", new ServersFile().http("echo", url).text());
    node.write("access.json", access().encode());
    Scene scene = new Scene(server, node, nginx.orElse(null));
    try {
      node.start();
      scene.find(port);
      return scene;
    } catch (Exception | AssertionError failed) {
      scene.close();
      throw failed;
    }
  }

  private void find(int port) throws Exception {
    add("direct", port, "/mcp", server.pid());
    if (nginx == null) {
      System.out.println("nginx is not installed: no reference in this run");
    } else {
      add("nginx", nginx.port(), "/mcp", nginx.pid());
    }
    add("gateway", node.port(), "/mcp/echo", node.pid());
  }

  private void add(String name, int port, String path, long pid) throws Exception {
    Waiting.until(
        name + " answers", Duration.ofSeconds(30), () -> Handshake.session(port, path) != null);
    ways.add(new Way(name, port, path, Handshake.session(port, path), pid));
  }

  List<Way> ways() {
    return List.copyOf(ways);
  }

  Way way(String name) {
    return ways.stream().filter(way -> way.name().equals(name)).findFirst().orElseThrow();
  }

  long server() {
    return server.pid();
  }

  NodeProcess node() {
    return node;
  }

  static JsonObject access() {
    JsonObject role = new JsonObject().put("servers", new JsonObject().put("*", JsonArray.of("*")));
    JsonObject key =
        new JsonObject().put("sha256", Keys.sha256(KEY)).put("roles", JsonArray.of("all"));
    return new JsonObject()
        .put("users", new JsonObject())
        .put("roles", new JsonObject().put("all", role))
        .put("keys", new JsonObject().put("bench", key));
  }

  @Override
  public void close() {
    node.close();
    server.destroy();
    if (nginx != null) {
      nginx.close();
    }
  }
}
