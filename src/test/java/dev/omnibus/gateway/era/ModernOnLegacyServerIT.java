package dev.omnibus.gateway.era;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.Peers;
import dev.omnibus.mcp.wire.Envelope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a modern agent says, stripped, to server-everything, which is legacy only. */
class ModernOnLegacyServerIT {

  private static final String META =
      """
      "_meta":{"progressToken":"p","io.modelcontextprotocol/protocolVersion":"2026-07-28",
      "io.modelcontextprotocol/clientInfo":{"name":"young","version":"1"},
      "io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}""";

  private Process process;
  private OutputStream in;
  private BufferedReader out;
  private Envelope initialized;

  @BeforeEach
  void start() throws Exception {
    process =
        new ProcessBuilder(Peers.everythingStdio().command())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    in = process.getOutputStream();
    out = process.inputReader();
    Agent agent = Agent.modern(request("server/discover", ""));
    say(
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
                + agent.initialize("2025-11-25")
                + "}"));
    initialized = until("0");
    say(Envelope.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  private static Envelope request(String method, String params) {
    String comma = params.isEmpty() ? "" : ",";
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
            + method
            + "\",\"params\":{"
            + params
            + comma
            + META
            + "}}");
  }

  private static Envelope call(String tool, String arguments) {
    return request("tools/call", "\"name\":\"" + tool + "\",\"arguments\":" + arguments);
  }

  private void say(Envelope message) throws IOException {
    in.write(
        (message.bytes().toString().replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private Envelope next() throws Exception {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return Envelope.of(out.readLine());
              } catch (IOException gone) {
                throw new IllegalStateException(gone);
              }
            })
        .get(60, TimeUnit.SECONDS);
  }

  private Envelope until(String id) throws Exception {
    Envelope message = next();
    while (!(message.isReply() && id.equals(message.id()))) {
      message = next();
    }
    return message;
  }

  private Envelope untilRequest(String method) throws Exception {
    Envelope message = next();
    while (!method.equals(message.method())) {
      message = next();
    }
    return message;
  }

  @Test
  void discover_is_answered_from_what_the_server_said() {
    Envelope discovered = ModernOnLegacy.discovered(request("server/discover", ""), initialized);
    assertNotNull(discovered.text("result", "_meta", "io.modelcontextprotocol/serverInfo", "name"));
    assertEquals("[\"2026-07-28\"]", discovered.raw("result", "supportedVersions"));
  }

  @Test
  void a_call_of_a_modern_agent_is_understood() throws Exception {
    Envelope call = call("echo", "{\"message\":\"hi\"}");
    say(ModernOnLegacy.stripped(call));
    Envelope result = ModernOnLegacy.dressed(call, until("7"), null);
    assertEquals("complete", result.text("result", "resultType"));
    assertEquals(
        "Echo: hi", result.text(result.in(result.items("result", "content").get(0), "text")));
  }

  @Test
  void progress_comes_with_the_agents_token() throws Exception {
    say(
        ModernOnLegacy.stripped(
            call("trigger-long-running-operation", "{\"duration\":1,\"steps\":2}")));
    assertEquals("p", untilRequest("notifications/progress").text("params", "progressToken"));
  }

  @Test
  void a_question_of_the_server_waits_for_the_same_call_with_an_answer() throws Exception {
    Envelope call = call("trigger-elicitation-request", "{}");
    say(ModernOnLegacy.stripped(call));
    Envelope asked = untilRequest("elicitation/create");
    Envelope result = InputAsked.result(call, asked, "sealed");
    InputNeeded needed = InputNeeded.of(result).orElseThrow();
    Envelope again =
        needed.again(call, "8", Map.of(needed.asks().get(0).key(), "{\"action\":\"decline\"}"));
    say(InputAsked.answer(again, asked).orElseThrow());
    Envelope answered = until("7");
    assertTrue(answered.raw("result", "content").contains("declined"), answered::toString);
  }

  @Test
  void lists_are_dressed_for_nobody_else() throws Exception {
    Envelope list = request("tools/list", "");
    say(ModernOnLegacy.stripped(list));
    assertEquals(
        "private", ModernOnLegacy.dressed(list, until("7"), null).text("result", "cacheScope"));
  }
}
