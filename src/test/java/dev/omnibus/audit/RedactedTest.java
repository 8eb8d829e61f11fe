package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What of a command is read in the log. */
class RedactedTest {

  @Test
  void short_words_and_numbers_stand_as_they_are() {
    JsonObject body = new JsonObject().put("server", "files").put("timeoutMs", 7);
    assertEquals(body, Redacted.of(body));
  }

  @Test
  void what_may_hold_a_secret_is_recognised_and_not_read() {
    JsonObject canary = new JsonObject().put("tool", "echo").put("arguments", "hush-hush");
    JsonObject body = new JsonObject().put("password", "hush-hush").put("canary", canary);
    JsonObject kept = Redacted.of(body);
    assertFalse(kept.encode().contains("hush"), kept::encode);
    assertEquals(9, kept.getJsonObject("password").getInteger("bytes"));
  }

  @Test
  void a_definition_shows_where_it_goes_and_nothing_else() {
    JsonObject entry = new JsonObject().put("url", "https://host.example:8443/mcp?key=hush");
    JsonObject kept = Redacted.of(new JsonObject().put("definition", entry));
    assertEquals("host.example:8443", kept.getJsonObject("definition").getString("at"));
    assertFalse(kept.encode().contains("hush"), kept::encode);
  }

  @Test
  void what_lies_deeper_is_looked_at_too() {
    JsonObject login = new JsonObject().put("name", "ann").put("pin", 1234);
    JsonObject body =
        new JsonObject()
            .put("options", new JsonObject().put("apiKey", "hush-hush").put("retries", 3))
            .put("logins", new JsonArray().add(login));
    JsonObject kept = Redacted.of(body);
    assertFalse(kept.encode().contains("hush"), kept::encode);
    assertFalse(kept.encode().contains("1234"), kept::encode);
    assertEquals(3, kept.getJsonObject("options").getInteger("retries"));
    assertEquals("ann", kept.getJsonArray("logins").getJsonObject(0).getString("name"));
  }
}
