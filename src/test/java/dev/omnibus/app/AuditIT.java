package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.StoreConfig;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Postgres;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import dev.omnibus.store.Database;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a real node notes down, and what of it outlives a kill. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SEARCH = "query.audit.search";

  @TempDir static Path folder;
  private static NodeProcess node;
  private static Operator operator;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("audited", folder);
    node.write("servers.json", new ServersFile().demo("one").text()).start();
    operator = Operator.admin(node.port());
    operator.awaitState("one", "healthy", LIMIT);
  }

  @AfterAll
  static void end() {
    operator.close();
    node.close();
  }

  @Test
  @Order(1)
  void a_command_is_noted_with_who_what_and_how_it_ended() throws Exception {
    operator.hear("event.audit.recorded");
    operator.ask("command.server.restart", new JsonObject().put("server", "one"));
    JsonObject row = first(new JsonObject().put("action", "command.server.restart"));
    assertEquals("admin", row.getString("user"));
    assertEquals("one", row.getString("server"));
    assertEquals("ok", row.getString("outcome"));
    JsonObject told =
        operator.await(
            "event.audit.recorded",
            LIMIT,
            event -> event.getJsonObject("data").getString("action").contains("restart"));
    assertEquals(row, told.getJsonObject("data"));
  }

  @Test
  @Order(2)
  void a_command_that_failed_says_with_what() throws Exception {
    operator.tryAsk("command.server.restart", new JsonObject().put("server", "ghost"));
    JsonObject row = first(new JsonObject().put("server", "ghost"));
    assertEquals("not_found", row.getString("outcome"));
  }

  @Test
  @Order(3)
  void arguments_of_a_tool_stand_there_as_a_digest_only() throws Exception {
    operator.awaitState("one", "healthy", LIMIT);
    JsonObject arguments = new JsonObject().put("text", "a very private word");
    operator.tryAsk(
        "command.tool.call",
        new JsonObject().put("server", "one").put("tool", "echo").put("arguments", arguments));
    JsonObject row = first(new JsonObject().put("action", "command.tool.call"));
    assertFalse(row.encode().contains("private"));
    assertEquals(
        64, row.getJsonObject("detail").getJsonObject("arguments").getString("sha256").length());
  }

  @Test
  @Order(4)
  void who_was_refused_at_the_door_is_noted() throws Exception {
    Operator.post(
        node.port(),
        "/auth/api/v1/auth/login",
        new JsonObject().put("username", "mallory").put("password", "guess"),
        null);
    JsonObject row = first(new JsonObject().put("action", "security.refused"));
    assertNull(row.getString("user"), "nobody has proved to be mallory");
    assertEquals("mallory", row.getJsonObject("detail").getString("claimed"));
    assertEquals("refused", row.getString("outcome"));
  }

  @Test
  @Order(4)
  void who_signed_in_is_noted() throws Exception {
    Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
    JsonObject row = first(new JsonObject().put("action", "security.entered"));
    assertEquals("admin", row.getString("user"));
    assertEquals("password", row.getJsonObject("detail").getString("proof"));
  }

  @Test
  @Order(5)
  void the_log_leaves_as_csv_and_as_json_lines_and_not_for_strangers() throws Exception {
    String token = Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
    HttpResponse<String> csv = export("?format=csv&server=ghost&action=command.*", token);
    List<String> lines = csv.body().lines().toList();
    assertTrue(lines.get(0).startsWith("at,node,n,user,action,server"));
    assertTrue(lines.get(1).contains("\"ghost\",,\"not_found\""), lines.get(1));
    assertEquals(2, lines.size());
    HttpResponse<String> jsonl = export("?user=admin", token);
    assertTrue(jsonl.body().lines().map(JsonObject::new).count() >= 3);
    assertEquals(401, export("", null).statusCode());
    assertEquals(400, export("?format=xml", token).statusCode());
    assertEquals(400, export("?from=yesterday", token).statusCode());
    assertEquals(400, export("?servr=files", token).statusCode());
  }

  @Test
  @Order(6)
  void after_a_kill_the_chain_is_whole_and_goes_on() throws Exception {
    long before = first(new JsonObject()).getLong("n");
    node.kill();
    assertEquals(0, verify());
    node.start();
    operator.close();
    operator = Operator.admin(node.port());
    operator.tryAsk("command.server.restart", new JsonObject().put("server", "spectre"));
    JsonObject row = first(new JsonObject().put("server", "spectre"));
    assertTrue(row.getLong("n") > before);
    assertEquals(0, verify());
  }

  @Test
  @Order(7)
  void log_and_history_move_to_postgresql_when_the_node_has_ended_and_are_whole_there()
      throws Exception {
    Postgres postgres = Postgres.shared();
    StoreConfig there = postgres.config();
    Path conf = Files.createDirectory(folder.resolve("conf-there"));
    JsonObject omnibus = new JsonObject().put("store", Postgres.section(there));
    Files.writeString(conf.resolve("omnibus.json"), omnibus.encode());
    assertEquals(1, migrate(conf), "the node still runs");
    Waiting.until("it is known how the server was", LIMIT, AuditIT::knowsAvailability);
    node.terminate();
    assertEquals(0, migrate(conf));
    assertEquals(0, migrate(conf), "again");
    assertEquals(0, verify(conf));
    try (Connection connection = postgres.connection(there);
        Connection file = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      assertTrue(number(connection, "SELECT n FROM audit_chain") > 10);
      for (String table :
          List.of("history_series", "history_piece", "history_10s", "availability")) {
        String count = "SELECT COUNT(*) FROM " + table;
        assertTrue(number(file, count) > 0, table);
        assertEquals(number(file, count), number(connection, count), table);
      }
    }
  }

  private static boolean knowsAvailability() throws Exception {
    JsonObject said = operator.ask("query.history.availability", new JsonObject());
    JsonArray servers = said.getJsonArray("servers");
    return !servers.isEmpty()
        && servers.getJsonObject(0).getJsonObject("windows").getJsonObject("24h").getDouble("known")
            > 0;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      assertTrue(found.next());
      return found.getLong(1);
    }
  }

  private static Path file() {
    return node.data().resolve(Database.FILE);
  }

  private static int migrate(Path conf) {
    String[] line = {"migrate", "--conf", conf.toString(), "--data", node.data().toString()};
    return Main.commandLine().execute(line);
  }

  @Test
  @Order(8)
  void verify_finds_the_row_that_somebody_changed() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE audit SET actor = 'nobody' WHERE server = 'ghost'");
    }
    assertEquals(1, verify());
  }

  private static int verify() {
    return verify(node.conf());
  }

  private static int verify(Path conf) {
    String[] line = {
      "audit", "verify", "--conf", conf.toString(), "--data", node.data().toString()
    };
    return Main.commandLine().execute(line);
  }

  private static HttpResponse<String> export(String query, String token) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.port() + "/api/v1/audit/export" + query);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  /** The newest row that fits; a row is there a moment after the act. */
  private static JsonObject first(JsonObject search) throws Exception {
    JsonObject[] found = new JsonObject[1];
    Waiting.until(
        "a row for " + search,
        LIMIT,
        () -> {
          JsonObject answer = operator.ask(SEARCH, search.copy().put("limit", 1));
          found[0] =
              answer.getJsonArray("rows").isEmpty()
                  ? null
                  : answer.getJsonArray("rows").getJsonObject(0);
          return found[0] != null;
        });
    return found[0];
  }
}
