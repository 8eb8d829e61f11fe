package dev.omnibus.gateway.era;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.mcp.Peers;
import dev.omnibus.mcp.wire.Envelope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a legacy agent says, dressed, to a server of the official SDK that is modern only. */
class LegacyOnModernServerIT {

  private static final Peers PEERS = new Peers();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Envelope INITIALIZE =
      request(
          "initialize",
          """
          {"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}},
          "clientInfo":{"name":"old","version":"1"}}""");
  private static final Agent AGENT = Agent.legacy(INITIALIZE);

  private static URI server;
  private static ParamHeaders headers;

  @BeforeAll
  static void start() throws Exception {
    server = PEERS.askingHttp().url();
    headers = ParamHeaders.NONE.with(say(request("tools/list", "{}")));
  }

  @AfterAll
  static void stop() {
    PEERS.close();
  }

  private static Envelope request(String method, String params) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
  }

  private static Envelope call(String tool, String arguments) {
    return request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
  }

  private static Envelope say(Envelope request) throws IOException, InterruptedException {
    return post(LegacyOnModern.dressed(request, AGENT, null), headers);
  }

  private static Envelope post(Envelope dressed, ParamHeaders known)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(server)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(dressed.bytes().getBytes()));
    ModernHeaders.of(dressed, known == null ? ParamHeaders.NONE : known).forEach(builder::header);
    String body = HTTP.send(builder.build(), HttpResponse.BodyHandlers.ofString()).body();
    List<String> data =
        body.lines().filter(l -> l.startsWith("data:")).map(l -> l.substring(5)).toList();
    return Envelope.of(data.isEmpty() ? body : data.get(data.size() - 1).strip());
  }

  private static String answer(Envelope result) {
    return result.text(result.in(result.items("result", "content").get(0), "text"));
  }

  @Test
  void initialize_is_answered_from_what_the_server_said() throws Exception {
    Envelope discovered = say(request("server/discover", "{}"));
    Envelope initialized = LegacyOnModern.initialized(INITIALIZE, discovered, "2025-11-25");
    assertEquals("omnibus-asking-peer", initialized.text("result", "serverInfo", "name"));
  }

  @Test
  void a_question_is_asked_answered_and_the_call_goes_on() throws Exception {
    Envelope dressed = LegacyOnModern.dressed(call("greet", "{}"), AGENT, null);
    InputNeeded needed = InputNeeded.of(post(dressed, headers)).orElseThrow();
    assertEquals("Who are you?", needed.asks().get(0).request("\"o\"").text("params", "message"));
    Envelope again =
        needed.again(
            dressed, "2", Map.of("who", "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}"));
    assertEquals("accept Ada same state", answer(post(again, headers)));
  }

  @Test
  void an_argument_that_is_routed_on_is_in_a_header() throws Exception {
    assertEquals("Köln", answer(say(call("region", "{\"region\":\"Köln\"}"))));
  }

  @Test
  void without_that_header_the_server_refuses() throws Exception {
    Envelope dressed = LegacyOnModern.dressed(call("region", "{\"region\":\"x\"}"), AGENT, null);
    assertEquals("-32020", post(dressed, ParamHeaders.NONE).raw("error", "code"));
  }

  @Test
  void a_resource_that_is_not_there_is_so_in_the_legacy_way() throws Exception {
    Envelope read = request("resources/read", "{\"uri\":\"test://none\"}");
    assertEquals("-32002", LegacyOnModern.error(read, say(read)).raw("error", "code"));
  }

  @Test
  void a_method_that_nobody_knows_is_refused_by_the_server() throws Exception {
    assertEquals("-32601", say(request("x/y", "{}")).raw("error", "code"));
  }

  @Test
  void a_session_without_elicitation_is_not_asked() throws Exception {
    Agent silent = new Agent(AGENT.info(), "{}");
    Envelope dressed = LegacyOnModern.dressed(call("greet", "{}"), silent, null);
    assertEquals("-32021", post(dressed, headers).raw("error", "code"));
  }
}
