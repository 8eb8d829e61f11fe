package dev.omnibus.gateway.talk;

import static dev.omnibus.gateway.talk.Given.MODERN;
import static dev.omnibus.gateway.talk.Given.message;
import static dev.omnibus.gateway.talk.Given.modern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ParamsTest {

  @Test
  void what_belongs_to_the_connection_stays_here() {
    JsonObject params = new JsonObject().put("name", "echo");
    assertEquals(params, Params.onward(modern(MODERN, "tools/call", params)));
  }

  @Test
  void what_is_unknown_goes_on_untouched() {
    JsonObject params =
        new JsonObject()
            .put("name", "echo")
            .put("new", new JsonObject().put("a", 1.0))
            .put("_meta", new JsonObject().put("traceparent", "00-ab").put("com.example/x", true));
    assertEquals(params, Params.onward(message("tools/call", params)));
  }

  @Test
  void progress_is_not_asked_for_because_nobody_would_hear_it() {
    JsonObject meta = new JsonObject().put("progressToken", 1);
    assertEquals(
        new JsonObject(), Params.onward(message("x", new JsonObject().put("_meta", meta))));
  }
}
