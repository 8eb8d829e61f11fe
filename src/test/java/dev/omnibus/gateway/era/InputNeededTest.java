package dev.omnibus.gateway.era;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputNeededTest {

  private static final Envelope CALL =
      Envelope.of(
          """
          {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":{"n":1.0}}}""");

  private static Envelope result(String inner) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"input_required\""
            + inner
            + "}}");
  }

  private static final Envelope LOGIN =
      result(
          """
          ,"inputRequests":{"login":{"method":"elicitation/create","params":{"mode":"form",
          "message":"Who?","requestedSchema":{"type":"object","properties":{"age":{"maximum":1.50}}}}}},
          "requestState":"\\u0041\\/b=="\
          """);

  private static InputNeeded login() {
    return InputNeeded.of(LOGIN).orElseThrow();
  }

  @Test
  void a_question_becomes_a_request_in_the_servers_words() {
    Envelope asked = login().asks().get(0).request("\"o-1\"");
    assertEquals("1.50", asked.raw("params", "requestedSchema", "properties", "age", "maximum"));
  }

  @Test
  void a_question_has_an_id_of_ours() {
    assertEquals("\"o-1\"", login().asks().get(0).request("\"o-1\"").id());
  }

  @Test
  void the_state_goes_back_as_it_came() {
    Envelope again = login().again(CALL, "2", Map.of("login", "{\"action\":\"cancel\"}"));
    assertEquals("\"\\u0041\\/b==\"", again.raw("params", "requestState"));
  }

  @Test
  void the_answer_goes_back_under_the_servers_key() {
    Envelope again = login().again(CALL, "2", Map.of("login", "{\"content\":{\"age\":1.0}}"));
    assertEquals("1.0", again.raw("params", "inputResponses", "login", "content", "age"));
  }

  @Test
  void the_request_is_sent_again_under_another_id() {
    assertEquals("2", login().again(CALL, "2", Map.of()).id());
  }

  @Test
  void a_second_round_without_state_does_not_repeat_the_first() {
    Envelope first = login().again(CALL, "2", Map.of("login", "{}"));
    InputNeeded second =
        InputNeeded.of(result(",\"inputRequests\":{\"r\":{\"method\":\"roots/list\"}}"))
            .orElseThrow();
    assertNull(
        second.again(first, "3", Map.of("r", "{\"roots\":[]}")).at("params", "requestState"));
  }

  @Test
  void an_agent_that_cannot_be_asked_is_said_so() {
    Agent agent = new Agent(null, "{\"sampling\":{}}");
    assertEquals(new JsonObject("{\"elicitation\":{}}"), login().missing(agent).orElseThrow());
  }

  @Test
  void an_agent_for_forms_is_not_sent_elsewhere() {
    Envelope url =
        result(
            ",\"inputRequests\":{\"u\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\"}}}");
    assertTrue(
        InputNeeded.of(url)
            .orElseThrow()
            .missing(new Agent(null, "{\"elicitation\":{}}"))
            .isPresent());
  }

  @Test
  void a_url_gets_the_id_that_legacy_clients_want() {
    Envelope url =
        result(
            ",\"inputRequests\":{\"u\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\"}}}");
    InputNeeded.Ask ask = InputNeeded.of(url).orElseThrow().asks().get(0);
    assertNotNull(ask.request("1").text("params", "elicitationId"));
  }

  @Test
  void nothing_asked_and_no_state_is_no_input_required() {
    assertTrue(InputNeeded.of(result("")).isEmpty());
  }

  @Test
  void a_request_that_is_none_of_the_three_is_refused() {
    assertTrue(
        InputNeeded.of(
                result(",\"inputRequests\":{\"x\":{\"method\":\"tools/call\",\"params\":{}}}"))
            .isEmpty());
  }

  @Test
  void a_state_alone_is_a_reason_to_come_again() {
    assertTrue(InputNeeded.of(result(",\"requestState\":\"s\"")).orElseThrow().asks().isEmpty());
  }
}
