package dev.omnibus.mcp.wire;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.omnibus.mcp.wire.Envelope.Type;
import dev.omnibus.mcp.wire.WireException.Kind;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final String CALL =
      """
      { "jsonrpc":"2.0", "id" : 1.0, "method":"tools/call",
        "params":{"name":"a\\u0062c","arguments":{"n":9007199254740993},
                  "_meta":{"progressToken":"t","x":1}} }""";

  @Test
  void an_id_is_kept_as_it_was_written() {
    assertEquals("1.0", Envelope.of(CALL).id());
  }

  @Test
  void a_text_is_decoded() {
    assertEquals("abc", Envelope.of(CALL).text("params", "name"));
  }

  @Test
  void a_number_beyond_double_stays_itself() {
    assertEquals("9007199254740993", Envelope.of(CALL).raw("params", "arguments", "n"));
  }

  @Test
  void the_meta_of_the_params_is_found() {
    assertEquals("\"t\"", Envelope.of(CALL).raw("params", "_meta", "progressToken"));
  }

  @Test
  void what_is_not_there_is_null() {
    assertNull(Envelope.of(CALL).at("params", "arguments", "m", "o"));
  }

  @Test
  void a_slice_of_a_larger_buffer_is_read_in_its_own_bounds() {
    Buffer part = Buffer.buffer("xx{\"jsonrpc\":\"2.0\",\"method\":\"m\"}yy").slice(2, 32);
    assertEquals("m", Envelope.of(part).method());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REQUEST|{'jsonrpc':'2.0','id':'a','method':'m'}",
        "NOTIFICATION|{'jsonrpc':'2.0','method':'m','params':null}",
        "RESULT|{'jsonrpc':'2.0','id':1,'result':{}}",
        "ERROR|{'jsonrpc':'2.0','id':null,'error':{}}",
      })
  void a_message_is_known_by_its_members(Type type, String json) {
    assertEquals(type, Envelope.of(json.replace('\'', '"')).type());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":+1}",
        "{\"a\":tru}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":[1,]}",
        "{} {}",
        "{\"a\":NaN}",
        "nul",
      })
  void what_is_no_json_is_a_parse_error(String text) {
    assertEquals(Kind.PARSE, refused(text));
  }

  @Test
  void nesting_has_a_limit() {
    assertEquals(Kind.PARSE, refused("{\"a\":" + "[".repeat(100_000)));
  }

  @Test
  void an_array_is_a_batch() {
    assertEquals(Kind.BATCH, refused(" [ ] "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{}",
        "{'jsonrpc':'1.0','method':'m'}",
        "{'jsonrpc':'2.0','method':7}",
        "{'jsonrpc':'2.0','id':null,'method':'m'}",
        "{'jsonrpc':'2.0','id':[1],'method':'m'}",
        "{'jsonrpc':'2.0','id':1}",
        "{'jsonrpc':'2.0','id':1,'result':1,'error':2}",
        "{'jsonrpc':'2.0','method':'m','params':[]}",
        "{'jsonrpc':'2.0','method':'m','method':'n'}",
        "{'jsonrpc':'2.0','method':'m','Method':'n'}",
        "{'jsonrpc':'2.0','method':'m','params':{'name':'a','n\\u0061me':'b'}}",
        "{'jsonrpc':'2.0','method':'m','params':{'name':'a','NAME':'b'}}",
        "{'jsonrpc':'2.0','method':'m','params':{'_meta':{'a':1,'a':2}}}",
        "{'jsonrpc':'2.0','method':'m','params':{'ref':{'type':'a','type':'b'}}}",
        "{'jsonrpc':'2.0','method':'m','params':{'ref':{'uri':'a','URI':'b'}}}",
        "{'jsonrpc':'2.0','method':'m','params':{'notifications':{'a':1,'a':2}}}",
      })
  void what_means_two_things_or_none_is_invalid(String text) {
    assertEquals(Kind.INVALID, refused(text.replace('\'', '"')));
  }

  @Test
  void a_great_many_members_cost_no_more_than_their_bytes() {
    String members =
        IntStream.range(0, 300_000).mapToObj(i -> "\"k" + i + "\":0").collect(joining(","));
    String head = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{";
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Envelope.of(head + members + "}}"));
    assertEquals(Kind.INVALID, refused(head + members + ",\"k7\":1}}"));
  }

  @Test
  void the_id_of_an_invalid_message_is_told() {
    WireException refused =
        assertThrows(WireException.class, () -> Envelope.of("{\"id\":7,\"method\":\"m\"}"));
    assertEquals("7", refused.id());
  }

  @Test
  void the_items_of_an_array_are_found() {
    Envelope list =
        Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"a\"}, 2]}}");
    assertEquals(
        List.of("{\"name\":\"a\"}", "2"),
        list.items("result", "tools").stream().map(list::raw).toList());
  }

  private static Kind refused(String text) {
    return assertThrows(WireException.class, () -> Envelope.of(text)).kind();
  }
}
