package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.store.Database;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller finds who may see one server only. */
class AuditSearchesTest {

  private static final NodeId SELF = NodeId.of("n1@00000");
  private static final Caller ANN = new Caller("ann", Set.of("narrow"), "f1", Instant.MAX);
  private static final JsonObject ONE = new JsonObject().put("limit", 1);

  private final Vertx vertx = Vertx.vertx();
  private final Policy policy =
      new Policy(
          () ->
              AccessConfig.fromJson(
                  new JsonObject(
                      """
                      {"roles":{"narrow":{"servers":{"files":["*"]}}},
                       "users":{"ann":{"password":"x","roles":["narrow"]}}}
                      """)));
  @TempDir Path folder;
  private Database database;

  /** Act 0 is about {@code files}; four about another server come after it. */
  @BeforeEach
  void begin() throws Exception {
    database = Database.embedded(folder.resolve(Database.FILE));
    new Ledger(new AuditTable(database), "n1~a").write(Acts.acts(0, 5), null);
  }

  @AfterEach
  void end() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    database.close();
  }

  private JsonObject search(JsonObject body, Duration patience) throws Exception {
    return new AuditSearches(
            new Bus(vertx, SELF.toString(), Clock.systemUTC()),
            ListedMembership.alone(SELF),
            policy,
            new AuditTable(database),
            vertx.createSharedWorkerExecutor("audit-reader"),
            false,
            patience,
            () -> null)
        .search(body, ANN)
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void rows_of_other_servers_are_passed_over() throws Exception {
    JsonObject answer = search(ONE, Duration.ofSeconds(10));
    JsonObject row = answer.getJsonArray("rows").getJsonObject(0);
    assertEquals(1, answer.getJsonArray("rows").size());
    assertEquals("files", row.getString("server"), answer::encode);
  }

  @Test
  void who_may_see_next_to_nothing_gets_where_to_go_on_instead_of_the_whole_log_read()
      throws Exception {
    JsonObject answer = search(ONE, Duration.ZERO);
    int pages = 1;
    while (answer.getJsonArray("rows").isEmpty()) {
      assertTrue(answer.containsKey("reached"), answer::encode);
      answer = search(ONE.copy().put("cursor", answer.getString("cursor")), Duration.ZERO);
      pages++;
    }
    assertEquals(5, pages, "one for each row");
    assertEquals("files", answer.getJsonArray("rows").getJsonObject(0).getString("server"));
  }
}
