package dev.omnibus.gateway.era;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.wire.Envelope;
import org.junit.jupiter.api.Test;

class InputAskedTest {

  private static final Envelope CALL = call("\"name\":\"t\",\"arguments\":{\"n\":1,\"m\":[{}]}");
  private static final Envelope ASKED =
      Envelope.of(
          """
          {"jsonrpc":"2.0","id":4.0,"method":"elicitation/create","params":{"message":"Who?",
          "requestedSchema":{"type":"object","properties":{"age":{"maximum":1.50}}}}}""");
  private static final Agent FORMS = new Agent(null, "{\"elicitation\":{}}");

  private static Envelope call(String params) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/call\",\"params\":{" + params + "}}");
  }

  private static Waiting waiting() {
    return new Waiting("n1", "c1", 1, "ada", "files", Waiting.digest(CALL), 100);
  }

  @Test
  void a_request_of_the_server_is_asked_in_its_own_words() {
    Envelope result = InputAsked.result(CALL, ASKED, "sealed");
    assertEquals(ASKED.raw("params"), result.raw("result", "inputRequests", "input", "params"));
  }

  @Test
  void the_result_carries_the_state() {
    assertEquals("sealed", InputAsked.result(CALL, ASKED, "sealed").text("result", "requestState"));
  }

  @Test
  void what_we_ask_is_what_the_other_side_of_the_bridge_reads() {
    assertEquals(
        1, InputNeeded.of(InputAsked.result(CALL, ASKED, "s")).orElseThrow().asks().size());
  }

  @Test
  void the_answer_reaches_the_request_that_waits() {
    Envelope again =
        call("\"inputResponses\":{\"input\":{\"action\":\"accept\",\"content\":{\"a\":1.0}}}");
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":4.0,\"result\":{\"action\":\"accept\",\"content\":{\"a\":1.0}}}",
        InputAsked.answer(again, ASKED).orElseThrow().bytes().toString());
  }

  @Test
  void a_missing_answer_is_none() {
    assertTrue(InputAsked.answer(call("\"inputResponses\":{}"), ASKED).isEmpty());
  }

  @Test
  void what_the_agent_did_not_offer_is_refused_to_the_server() {
    Envelope refusal = InputAsked.refusal(ASKED, new Agent(null, "{}")).orElseThrow();
    assertEquals("4.0 -32601", refusal.id() + " " + refusal.raw("error", "code"));
  }

  @Test
  void what_the_agent_offered_is_not_refused() {
    assertTrue(InputAsked.refusal(ASKED, FORMS).isEmpty());
  }

  @Test
  void an_error_that_sends_the_user_somewhere_becomes_a_question() {
    Envelope error =
        Envelope.of(
            """
            {"jsonrpc":"2.0","id":9,"error":{"code":-32042,"message":"Sign in","data":{"elicitations":[
            {"mode":"url","elicitationId":"e","url":"https://a.example/","message":"Sign in"}]}}}""");
    Agent agent = new Agent(null, "{\"elicitation\":{\"url\":{}}}");
    assertEquals(
        "https://a.example/",
        InputAsked.urls(CALL, error, agent)
            .orElseThrow()
            .text("result", "inputRequests", "input-1", "params", "url"));
  }

  @Test
  void a_waiting_call_is_read_as_it_was_written() {
    assertEquals(waiting(), Waiting.of(waiting().toBytes()).orElseThrow());
  }

  @Test
  void a_waiting_call_takes_the_same_call_with_an_answer() {
    Envelope again =
        call(
            "\"arguments\":{\"m\":[{}],\"n\":1},\"name\":\"t\",\"requestState\":\"s\",\"inputResponses\":{},"
                + "\"_meta\":{\"progressToken\":2}");
    assertTrue(waiting().takes(again, "ada", "files", 100));
  }

  @Test
  void a_waiting_call_takes_no_other_arguments() {
    Envelope other = call("\"name\":\"t\",\"arguments\":{\"n\":2,\"m\":[{}]}");
    assertFalse(waiting().takes(other, "ada", "files", 100));
  }

  @Test
  void a_waiting_call_takes_no_answer_of_another_user() {
    assertFalse(waiting().takes(CALL, "eve", "files", 100));
  }

  @Test
  void a_waiting_call_takes_no_answer_that_is_late() {
    assertFalse(waiting().takes(CALL, "ada", "files", 101));
  }

  @Test
  void bytes_of_another_kind_are_no_waiting_call() {
    assertTrue(Waiting.of("{\"n\":1}".getBytes()).isEmpty());
  }
}
