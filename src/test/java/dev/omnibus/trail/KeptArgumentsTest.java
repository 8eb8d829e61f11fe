package dev.omnibus.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which arguments stand in the audit log, and what of them. */
class KeptArgumentsTest {

  private final KeptArguments kept =
      new KeptArguments(
          List.of("files/write_*", "web*/get"), text -> text.replace("hunter2", "[hidden]"));

  @Test
  void tools_are_named_by_server_and_tool() {
    assertTrue(kept.covers("files", "write_file"));
    assertTrue(kept.covers("web-1", "get"));
    assertFalse(kept.covers("files", "read"));
    assertFalse(kept.covers("web-1", "get_all"));
    assertFalse(kept.covers(null, "get"));
    assertFalse(KeptArguments.NONE.covers("files", "write_file"));
  }

  @Test
  void secrets_are_hidden_by_name_and_by_what_they_are() {
    JsonObject shown =
        kept.redacted(
            new JsonObject(
                """
                {"path":"/a","n":7,"apiKey":"k1","nested":{"user_password":["p1"]},
                 "list":["a",{"Authorization":"b1"}],"text":"it is hunter2"}
                """));
    assertEquals(
        new JsonObject(
            """
            {"path":"/a","n":7,"apiKey":"[hidden]","nested":{"user_password":"[hidden]"},
             "list":["a",{"Authorization":"[hidden]"}],"text":"it is [hidden]"}
            """),
        shown);
  }

  @Test
  void long_texts_are_cut_and_too_much_is_left_to_the_digest() {
    JsonObject one = new JsonObject().put("text", "x".repeat(2_000));
    assertEquals(501, kept.redacted(one).getString("text").length());
    JsonObject many = new JsonObject();
    for (int i = 0; i < 30; i++) {
      many.put("text" + i, "x".repeat(400));
    }
    assertNull(kept.redacted(many));
  }
}
