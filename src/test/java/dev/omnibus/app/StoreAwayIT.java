package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Postgres;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose PostgreSQL goes away and comes back. */
class StoreAwayIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir Path folder;
  private Postgres postgres;
  private NodeProcess node;
  private Operator operator;
  private int calls;

  @BeforeEach
  void start() throws Exception {
    postgres = Postgres.start(folder.resolve("postgres"));
    JsonObject store = Postgres.section(postgres.config());
    node = new NodeProcess("shared", folder);
    node.write("omnibus.json", new JsonObject().put("store", store).encode())
        .write("servers.json", new ServersFile().demo("one").text())
        .start();
    operator = Operator.admin(node.port());
    operator.awaitState("one", "healthy", LIMIT);
  }

  @AfterEach
  void end() throws Exception {
    try {
      if (operator != null) {
        operator.close();
      }
      if (node != null) {
        node.close();
      }
    } finally {
      postgres.close();
    }
  }

  private void call(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      JsonObject arguments = new JsonObject().put("text", "call " + calls++);
      operator.ask(
          "command.tool.call",
          new JsonObject().put("server", "one").put("tool", "echo").put("arguments", arguments));
    }
  }

  /** How its store is, as a machine is told that asks whether it is ready. */
  private JsonObject store() throws Exception {
    return NodeProcess.get(node.opsPort(), "/health/ready")
        .filter(answer -> answer.statusCode() == 200)
        .map(answer -> new JsonObject(answer.body()).getJsonObject("store"))
        .orElse(new JsonObject());
  }

  private void awaitStore(String key, String word) throws Exception {
    Waiting.until(
        "the store is " + word, LIMIT, () -> word.equals(store().getString(key)), node::diagnosis);
  }

  private JsonArray noted() throws Exception {
    JsonObject search = new JsonObject().put("action", "command.tool.call");
    return operator.ask("query.audit.search", search).getJsonArray("rows");
  }

  private static boolean isBefore(JsonObject row, JsonObject younger) {
    return row.getLong("n") < younger.getLong("n")
        && !row.getInstant("at").isAfter(younger.getInstant("at"));
  }

  @Test
  void calls_go_on_meanwhile_and_all_stand_in_it_afterwards_once_and_in_order() throws Exception {
    call(5);
    Waiting.until("they are written", LIMIT, () -> noted().size() == 5);
    postgres.stop();
    call(5);
    awaitStore("why", "unreachable");
    call(5);
    postgres.startAgain();
    awaitStore("state", "here");
    call(1);
    Waiting.until("all are written", LIMIT, () -> noted().size() == calls);
    JsonArray rows = noted();
    Set<String> arguments = new TreeSet<>();
    JsonObject younger = null;
    for (int i = 0; i < rows.size(); i++) {
      JsonObject row = rows.getJsonObject(i);
      assertEquals("ok", row.getString("outcome"));
      arguments.add(row.getJsonObject("detail").getJsonObject("arguments").getString("sha256"));
      assertTrue(younger == null || isBefore(row, younger), rows::encode);
      younger = row;
    }
    assertEquals(calls, arguments.size(), "each once");
  }
}
