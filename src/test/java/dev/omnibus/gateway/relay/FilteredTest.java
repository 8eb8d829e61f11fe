package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.McpException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilteredTest {

  private static final Caller ANN = new Caller("ann", Set.of(), "s", Instant.MAX);
  private static final AccessConfig ACCESS =
      AccessConfig.fromJson(
          new JsonObject(
              """
              {"roles":{"few":{"servers":{"files":["read*"]}}},
               "users":{"ann":{"password":"x","roles":["few"]}}}
              """));

  private final Filtered filtered =
      new Filtered(
          new Permits(new Policy(() -> ACCESS)),
          new Post(null, ANN, "files", Era.LEGACY, null, null),
          Listed.TOOLS,
          1 << 20);

  @Test
  void what_one_may_not_use_is_cut_and_the_rest_stays_as_it_was() {
    String list =
        "{\"id\":1, \"jsonrpc\":\"2.0\",\"result\":{\"tools\":[{\"name\":\"write\"},"
            + "{\"name\":\"read\",\"x\":1.0}],\"nextCursor\":\"c\"}}";
    assertEquals(
        "{\"id\":1, \"jsonrpc\":\"2.0\",\"result\":{\"tools\":[{\"name\":\"read\",\"x\":1.0}],"
            + "\"nextCursor\":\"c\"}}",
        filtered.message(Buffer.buffer(list)).toString());
  }

  @Test
  void an_item_without_a_name_is_nobodys() {
    String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"title\":\"x\"}]}}";
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[]}}",
        filtered.message(Buffer.buffer(list)).toString());
  }

  @Test
  void the_list_in_a_stream_is_cut_and_the_other_lines_stay() {
    String stream =
        "id: 1\ndata: \n\nevent: message\nid: 2\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,"
            + "\ndata: \"result\":{\"tools\":[{\"name\":\"write\"}]}}\n\n";
    assertEquals(
        "id: 1\n\nevent: message\nid: 2\ndata: {\"jsonrpc\":\"2.0\",\"id\":1, "
            + "\"result\":{\"tools\":[]}}\n\n",
        strippedOfEmptyData(filtered.events(Buffer.buffer(stream)).toString()));
  }

  private static String strippedOfEmptyData(String stream) {
    return stream.replace("data:\n", "").replace("data: \n", "").replaceAll("\n\n\n+$", "\n\n");
  }

  @Test
  void an_error_stays_as_it_is() {
    String error = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"no\"}}";
    assertEquals(error, filtered.message(Buffer.buffer(error)).toString());
  }

  @Test
  void a_list_that_means_two_things_is_shown_to_nobody() {
    String twice =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[]},\"result\":{\"tools\":[]}}";
    assertThrows(McpException.class, () -> filtered.message(Buffer.buffer(twice)));
  }
}
