package dev.omnibus.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.AccessConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final String STOP = "command.server.stop";

  private final Admission admission = new Admission(new Policy(() -> ACCESS), Contract.ours());

  private static final AccessConfig ACCESS =
      AccessConfig.fromJson(
          new JsonObject()
              .put(
                  "roles",
                  new JsonObject()
                      .put(
                          "stopper",
                          new JsonObject()
                              .put("requests", new JsonArray().add("command.server.*"))
                              .put("events", new JsonArray())
                              .put("servers", new JsonObject().put("files", new JsonArray()))))
              .put(
                  "users",
                  new JsonObject()
                      .put(
                          "ann",
                          new JsonObject()
                              .put("password", "$2a$12$" + "a".repeat(53))
                              .put("roles", new JsonArray().add("stopper")))));

  private static final Caller ANN = new Caller("ann", Set.of(), "s", Instant.MAX);

  private Optional<Failure> failure(String address, JsonObject body) {
    return admission.objection(ANN, address, body).map(Objection::failure);
  }

  @Test
  void what_may_be_asked_and_is_well_said_goes_on() {
    assertEquals(Optional.empty(), failure(STOP, new JsonObject().put("server", "files")));
  }

  @Test
  void what_no_role_names_is_forbidden_however_it_is_said() {
    assertEquals(Optional.of(Failure.FORBIDDEN), failure("command.config.put", new JsonObject()));
    assertEquals(Optional.of(Failure.FORBIDDEN), failure("node.n1.server.probe", new JsonObject()));
  }

  @Test
  void a_server_that_is_not_there_for_the_caller_is_forbidden() {
    assertEquals(
        Optional.of(Failure.FORBIDDEN), failure(STOP, new JsonObject().put("server", "crm")));
  }

  @Test
  void who_may_ask_hears_what_is_wrong_with_the_body() {
    JsonObject odd = new JsonObject().put("server", "files").put("replica", 0);
    Objection why = admission.objection(ANN, STOP, odd).orElseThrow();
    assertEquals(Failure.BAD_REQUEST, why.failure());
    assertEquals("'/replica' must be at least 1", why.toException().getMessage());
  }

  @Test
  void a_server_that_is_no_name_is_one_that_is_not_there() {
    assertEquals(Optional.of(Failure.FORBIDDEN), failure(STOP, new JsonObject().put("server", 7)));
  }
}
