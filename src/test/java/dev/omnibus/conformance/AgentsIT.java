package dev.omnibus.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.mcp.Peers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The newest official clients list and call tools of real servers over every transport. Those of
 * the Java SDK and of the first TypeScript line are in {@code GatewayClientsIT}.
 */
class AgentsIT {

  @TempDir private static Path folder;
  private static final Peers PEERS = new Peers();
  private static ConformanceNode node;

  @BeforeAll
  static void start() throws Exception {
    Path allowed = Files.createDirectories(folder.resolve("allowed"));
    Files.writeString(allowed.resolve("note.txt"), "a note");
    Path memory =
        Suite.home().resolve("node_modules/@modelcontextprotocol/server-memory/dist/index.js");
    node =
        new ConformanceNode(
            folder,
            new ServersFile()
                .http("dual", PEERS.dualHttp().url().toString())
                .http("everything", PEERS.everythingHttp().url().toString())
                .put("sse", sse(PEERS.everythingSse().at().url().toString()))
                .everything("stdio")
                .filesystem("files", allowed)
                .stdio("memory", "node", memory.toString())
                .demoHttp("demo", FreePort.next()));
  }

  private static JsonObject sse(String url) {
    return new JsonObject().put("type", "sse").put("url", url);
  }

  @AfterAll
  static void stop() {
    node.close();
    PEERS.close();
  }

  @ParameterizedTest(name = "{0} says {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          everything | echo               | {"message":"hi"} | hi
          sse        | echo               | {"message":"hi"} | hi
          stdio      | echo               | {"message":"hi"} | hi
          files      | list_allowed_directories | {}         | allowed
          memory     | read_graph         | {}               | entities
          demo       | echo               | {"text":"hi"}    | hi
          dual       | test_simple_text   | {}               | simple
          """)
  void the_typescript_client_uses_every_kind_of_server(
      String server, String tool, String arguments, String said) throws Exception {
    JsonObject seen = typescript(node.url(server), tool, arguments, "legacy");
    assertTrue(seen.getJsonArray("tools").contains(tool), seen.encode());
    assertTrue(seen.getJsonObject("result").encode().contains(said), seen.encode());
  }

  @Test
  void the_typescript_client_of_the_modern_era_finds_it_at_a_server_of_both() throws Exception {
    JsonObject seen = typescript(node.url("dual"), "test_simple_text", "{}", "auto");
    assertEquals("2026-07-28", seen.getString("version"));
  }

  @ParameterizedTest
  @CsvSource({"legacy, everything__echo", "auto, stdio__echo"})
  void the_typescript_client_uses_all_servers_at_once(String mode, String tool) throws Exception {
    JsonObject seen = typescript(node.url(), tool, "{\"message\":\"hi\"}", mode);
    assertTrue(seen.getJsonArray("tools").contains("files__read_text_file"), seen.encode());
    assertTrue(seen.getJsonArray("tools").contains("dual__test_simple_text"), seen.encode());
    assertTrue(seen.getJsonObject("result").encode().contains("hi"), seen.encode());
  }

  @ParameterizedTest
  @CsvSource({"legacy", "modern"})
  void the_inspector_lists_and_calls(String era) throws Exception {
    String listed = inspector(node.url("dual"), era, "--method", "tools/list");
    assertTrue(listed.contains("test_simple_text"), listed);
    String called =
        inspector(
            node.url("dual"), era, "--method", "tools/call", "--tool-name", "test_simple_text");
    assertTrue(called.contains("simple text response"), called);
  }

  @Test
  void the_inspector_sees_all_servers() throws Exception {
    String listed = inspector(node.url(), "legacy", "--method", "tools/list");
    assertTrue(listed.contains("memory__read_graph") && listed.contains("sse__echo"), listed);
  }

  private static JsonObject typescript(String url, String tool, String arguments, String mode)
      throws Exception {
    return new JsonObject(
        output(List.of(Suite.node().toString(), "agent.mjs", url, tool, arguments, mode)));
  }

  private static String inspector(String url, String era, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Suite.node().toString());
    command.add(Suite.home().resolve("node_modules/.bin/mcp-inspector").toRealPath().toString());
    command.addAll(List.of("--cli", url, "--transport", "http", "--protocol-era", era));
    command.addAll(List.of(more));
    return output(command);
  }

  private static String output(List<String> command) throws Exception {
    Path errors = Files.createTempFile(folder, "agent", ".err");
    Process agent =
        new ProcessBuilder(command)
            .directory(Suite.home().toFile())
            .redirectError(errors.toFile())
            .start();
    String printed = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(agent.waitFor(30, TimeUnit.SECONDS), "the agent does not end");
    assertEquals(0, agent.exitValue(), () -> printed + read(errors) + node.diagnosis());
    return printed;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      return gone.toString();
    }
  }
}
