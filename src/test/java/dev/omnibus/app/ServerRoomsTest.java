package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.TracesConfig;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.tracing.Traces;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerRoomsTest {

  private final Traces traces = new Traces(TracesConfig.fromJson(new JsonObject()));

  /** Which call is said to be alone at a server with this entry, while one is served here. */
  private String served(JsonObject entry) {
    Map<String, ServerSpec> servers = Map.of("files", ServerSpec.fromJson("files", entry));
    LiveConfig live = new LiveConfig(servers, AccessConfig.fromJson(new JsonObject()));
    traces.serve(
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "files",
        null,
        "tools/call",
        "read");
    return ServerRooms.onlyCall(live, traces, "files");
  }

  @Test
  void all_calls_of_a_server_over_stdio_come_to_its_owner() {
    assertEquals(
        "4bf92f3577b34da6a3ce929d0e0e4736", served(new JsonObject().put("command", "files")));
  }

  @Test
  void calls_over_http_go_past_the_owner_so_none_is_known_to_be_alone() {
    assertNull(served(new JsonObject().put("command", "files").put("url", "http://localhost/mcp")));
  }

  @Test
  void of_a_server_that_is_not_there_nothing_is_known() {
    LiveConfig none = new LiveConfig(Map.of(), AccessConfig.fromJson(new JsonObject()));
    assertNull(ServerRooms.onlyCall(none, traces, "files"));
  }
}
