package dev.omnibus.model;

import dev.omnibus.mcp.TransportKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What somebody wants: one entry of {@code mcpServers}. Values may still hold {@code ${env:NAME}}
 * and {@code ${file:path}}; they are resolved where they are used and nowhere else.
 *
 * <p>With {@code command} alone the transport is stdio. With {@code url} it is HTTP or SSE; with
 * both, the process is started first and then reached at the URL.
 *
 * <p>With {@code urls}, or with {@code replicas}, it is several that are one server to everybody
 * outside: see {@link #members}.
 *
 * <p>{@code {"command":"npx","args":["-y","server"],"env":{},"cwd":".","enabled":true}} or {@code
 * {"type":"http","url":"https://host/mcp","headers":{}}}
 *
 * @param command program and arguments; empty when there is no process to start
 * @param cwd working directory, null for the node's own
 * @param url null for stdio
 * @param trustCertificates path of a PEM file to trust instead of the system's, or null
 * @param sessions whether agents share one
 * @param prefix before its names among those of all servers; null for its own name, empty for none
 * @param limits of what agents may ask of it at once
 * @param process how its process is kept
 * @param oauth where its access token comes from, or null
 * @param urls of its replicas where there are several, else empty
 * @param replicas how many processes it has
 * @param schema what becomes of definitions that change
 * @param metricsUrl where a server behind a URL tells what its process takes, or a path at that
 *     URL; null where it does not
 */
public record ServerSpec(
    String name,
    TransportKind transport,
    List<String> command,
    Map<String, String> env,
    String cwd,
    String url,
    Map<String, String> headers,
    String trustCertificates,
    boolean enabled,
    String description,
    ProbeSpec probe,
    SessionPolicy sessions,
    String prefix,
    LimitSpec limits,
    ProcessSpec process,
    OAuthSpec oauth,
    List<String> urls,
    int replicas,
    SchemaWatch schema,
    String metricsUrl) {

  public ServerSpec {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("a server needs a name");
    }
    command = List.copyOf(command);
    env = Map.copyOf(env);
    headers = Map.copyOf(headers);
    urls = List.copyOf(urls);
    boolean remote = url != null || !urls.isEmpty();
    if (command.isEmpty() && !remote) {
      throw new IllegalArgumentException("needs 'command', 'url' or 'urls'");
    }
    if (!urls.isEmpty() && (url != null || !command.isEmpty())) {
      throw new IllegalArgumentException("'urls' goes with neither 'url' nor 'command'");
    }
    if (replicas < 1 || replicas > 1 && remote) {
      throw new IllegalArgumentException("'replicas' counts the processes of a stdio server");
    }
    if (!remote && transport != TransportKind.STDIO) {
      throw new IllegalArgumentException("'type' " + transport.word() + " needs 'url'");
    }
    if (remote && transport == TransportKind.STDIO) {
      throw new IllegalArgumentException("'type' stdio has no 'url'");
    }
    if (remote && process.sleeps()) {
      throw new IllegalArgumentException("'lazy' and 'idleStopMs' are for stdio servers");
    }
    if (command.isEmpty() && !process.equals(ProcessSpec.DEFAULT)) {
      throw new IllegalArgumentException("limits of a process need 'command'");
    }
    if (!remote && oauth != null) {
      throw new IllegalArgumentException("'oauth' needs 'url'");
    }
    if (metricsUrl != null && (!remote || !command.isEmpty())) {
      throw new IllegalArgumentException(
          "'metricsUrl' is for servers with 'url' or 'urls' and no 'command'; processes are seen");
    }
  }

  /** Whether it is several to us, and one to everybody outside. */
  public boolean isGroup() {
    return !urls.isEmpty() || replicas > 1;
  }

  /** Its replicas, each a server of its own to us; empty where there is but one. */
  public List<ServerSpec> members() {
    int count = urls.isEmpty() ? replicas : urls.size();
    return isGroup() ? IntStream.rangeClosed(1, count).mapToObj(this::member).toList() : List.of();
  }

  private ServerSpec member(int number) {
    return new ServerSpec(
        Replica.name(name, number),
        transport,
        command,
        env,
        cwd,
        urls.isEmpty() ? null : urls.get(number - 1),
        headers,
        trustCertificates,
        enabled,
        description,
        probe,
        sessions,
        prefix,
        limits,
        process,
        oauth,
        List.of(),
        1,
        schema,
        metricsUrl);
  }

  /** Whether a process has to run for this server to answer. */
  public boolean hasProcess() {
    return !command.isEmpty();
  }

  /** The same as far as a session to it depends on it; words about it and limits do not count. */
  public ServerSpec reached() {
    return new ServerSpec(
        name,
        transport,
        command,
        env,
        cwd,
        url,
        headers,
        trustCertificates,
        enabled,
        null,
        ProbeSpec.DEFAULT,
        sessions,
        null,
        LimitSpec.DEFAULT,
        process,
        oauth,
        urls,
        replicas,
        SchemaWatch.DEFAULT,
        null);
  }

  /** The entry as it stands in {@code servers.json}, without its name. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject().put("type", transport.word());
    if (!command.isEmpty()) {
      json.put("command", command.get(0));
      json.put("args", new JsonArray(command.subList(1, command.size())));
    }
    put(json, "env", env);
    put(json, "headers", headers);
    put(json, "cwd", cwd);
    put(json, "url", url);
    if (!urls.isEmpty()) {
      json.put("urls", new JsonArray(urls));
    }
    if (replicas > 1) {
      json.put("replicas", replicas);
    }
    put(json, "trustCertificates", trustCertificates);
    put(json, "metricsUrl", metricsUrl);
    put(json, "description", description);
    put(json, "prefix", prefix);
    sessions.into(json);
    limits.into(json);
    process.into(json);
    schema.into(json);
    if (oauth != null) {
      json.put("oauth", oauth.toJson());
    }
    return json.put("enabled", enabled).put("probe", probe.toJson());
  }

  /** Reads an entry of {@code mcpServers}; what other MCP clients write is understood. */
  public static ServerSpec fromJson(String name, JsonObject json) {
    Fields f = Fields.of(json);
    List<String> urls = urls(json);
    // One of several is one: nobody has to count.
    boolean single = urls.size() == 1 && !json.containsKey("url");
    String url = single ? urls.get(0) : f.textOrNull("url");
    return new ServerSpec(
        name,
        transport(f.textOrNull("type"), url != null || !urls.isEmpty()),
        command(f),
        texts(json.getJsonObject("env")),
        f.textOrNull("cwd"),
        url,
        texts(json.getJsonObject("headers")),
        f.textOrNull("trustCertificates"),
        json.getBoolean("enabled", !json.getBoolean("disabled", false)),
        f.textOrNull("description"),
        json.containsKey("probe") ? f.object("probe", ProbeSpec::fromJson) : ProbeSpec.DEFAULT,
        SessionPolicy.fromJson(json),
        f.textOrNull("prefix"),
        json.containsKey("limits") ? f.object("limits", LimitSpec::fromJson) : LimitSpec.DEFAULT,
        ProcessSpec.fromJson(json),
        f.objectOrNull("oauth", OAuthSpec::fromJson),
        single ? List.of() : urls,
        f.intOr("replicas", 1),
        SchemaWatch.fromJson(json),
        f.textOrNull("metricsUrl"));
  }

  private static List<String> urls(JsonObject json) {
    return json.getJsonArray("urls", new JsonArray()).stream().map(String::valueOf).toList();
  }

  private static TransportKind transport(String type, boolean remote) {
    if (type == null) {
      return remote ? TransportKind.HTTP : TransportKind.STDIO;
    }
    return switch (type) {
      case "stdio" -> TransportKind.STDIO;
      case "http", "streamable-http", "streamableHttp" -> TransportKind.HTTP;
      case "sse" -> TransportKind.SSE;
      default -> throw new IllegalArgumentException("'type' is none of stdio, http, sse");
    };
  }

  private static List<String> command(Fields f) {
    String program = f.textOrNull("command");
    if (program == null) {
      return List.of();
    }
    JsonArray args = f.json().getJsonArray("args", new JsonArray());
    return Stream.concat(Stream.of(program), args.stream().map(String::valueOf)).toList();
  }

  private static Map<String, String> texts(JsonObject json) {
    Map<String, String> texts = new TreeMap<>();
    if (json != null) {
      json.forEach(entry -> texts.put(entry.getKey(), String.valueOf(entry.getValue())));
    }
    return texts;
  }

  private static void put(JsonObject json, String key, String value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  private static void put(JsonObject json, String key, Map<String, String> values) {
    if (!values.isEmpty()) {
      JsonObject object = new JsonObject();
      new TreeMap<>(values).forEach(object::put);
      json.put(key, object);
    }
  }
}
