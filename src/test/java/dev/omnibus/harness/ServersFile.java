package dev.omnibus.harness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes a {@code servers.json} for a test. */
public final class ServersFile {

  private static final Path PEERS = Path.of("src/test/peers").toAbsolutePath();
  private static final Path MODULES = PEERS.resolve("node_modules/@modelcontextprotocol");

  private final JsonObject servers = new JsonObject();

  /** A stdio server. */
  public ServersFile stdio(String name, String... command) {
    return put(name, command(command));
  }

  /** A server reached at a URL. */
  public ServersFile http(String name, String url) {
    return put(name, new JsonObject().put("url", url));
  }

  /** A server of any shape. */
  public ServersFile put(String name, JsonObject entry) {
    servers.put(name, entry);
    return this;
  }

  /** Has a server that is named already probed in another way than the others. */
  public ServersFile probed(String name, JsonObject probe) {
    servers.getJsonObject(name).put("probe", probe);
    return this;
  }

  public ServersFile remove(String name) {
    servers.remove(name);
    return this;
  }

  /** The bundled demo over stdio. */
  public ServersFile demo(String name, String... more) {
    return stdio(name, demoCommand("stdio", more));
  }

  /** The bundled demo over HTTP, started by the node. */
  public ServersFile demoHttp(String name, int port) {
    JsonObject entry = command(demoCommand("http", "--port", "" + port));
    return put(name, entry.put("url", "http://127.0.0.1:" + port + "/mcp"));
  }

  /** server-everything of npm over stdio. */
  public ServersFile everything(String name) {
    return stdio(
        name, "node", MODULES.resolve("server-everything/dist/index.js").toString(), "stdio");
  }

  /** server-everything of npm over streamable HTTP, started by the node. */
  public ServersFile everythingHttp(String name, int port) {
    JsonObject entry =
        command(
            "node",
            "--import",
            PEERS.resolve("loopback.mjs").toUri().toString(),
            MODULES.resolve("server-everything/dist/index.js").toString(),
            "streamableHttp");
    entry.put("env", new JsonObject().put("PORT", "" + port));
    return put(name, entry.put("url", "http://127.0.0.1:" + port + "/mcp"));
  }

  /** server-filesystem of npm over stdio. */
  public ServersFile filesystem(String name, Path allowed) {
    return stdio(
        name,
        "node",
        MODULES.resolve("server-filesystem/dist/index.js").toString(),
        allowed.toString());
  }

  /** A small stdio server with one bad habit, see {@code odd-server.mjs}. */
  public ServersFile odd(String name, String habit) {
    return stdio(name, "node", PEERS.resolve("odd-server.mjs").toString(), habit);
  }

  /** The names that stand in it. */
  public Set<String> names() {
    return new TreeSet<>(servers.fieldNames());
  }

  public String text() {
    return new JsonObject().put("mcpServers", servers).encodePrettily();
  }

  private static JsonObject command(String... command) {
    List<String> words = Arrays.asList(command);
    return new JsonObject()
        .put("command", words.get(0))
        .put("args", new JsonArray(words.subList(1, words.size())));
  }

  private static String[] demoCommand(String kind, String... more) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", SharedClasses.CLASS_PATH, "dev.omnibus.demo.Demo"));
    words.add(kind);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }
}
