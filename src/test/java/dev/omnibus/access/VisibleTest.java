package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bus.Addresses;
import dev.omnibus.config.AccessConfig;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisibleTest {

  /** Two narrow roles: one of them sees who is here, the other one another server. */
  private static final AccessConfig RULES =
      AccessConfig.fromJson(
          new JsonObject(
              """
              {"roles":{
                "people":{"requests":["query.presence.*"],"events":[],"servers":{"files":[]}},
                "mail":{"requests":["query.server.*"],"events":[],"servers":{"mail":[]}}},
               "users":{"ann":{"password":"x","roles":["people","mail"]}}}
              """));

  private static final JsonObject ANSWER =
      new JsonObject(
          """
          {"node":"a","revision":1,"users":1,"connections":2,"members":[
            {"user":"bob","since":"2026-11-22T10:00:00Z","connections":2,"at":[
              {"node":"a","server":"files","connections":1},
              {"node":"a","server":"mail","connections":1}]}]}
          """);

  @Test
  void who_looks_at_a_server_is_seen_by_the_role_that_may_ask_who_is_here() {
    Visible visible = new Visible(new Policy(() -> RULES));
    Caller ann = new Caller("ann", Set.of(), "s", Instant.MAX);
    JsonObject seen = visible.of(Addresses.QUERY_PRESENCE_LIST, ANSWER, ann);
    List<String> servers =
        seen.getJsonArray("members").getJsonObject(0).getJsonArray("at").stream()
            .map(at -> ((JsonObject) at).getString("server", ""))
            .toList();
    assertEquals(List.of("files", ""), servers);
  }
}
