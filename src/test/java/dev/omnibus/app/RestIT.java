package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.contract.Contract;
import dev.omnibus.contract.Definition;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Peer;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published contract against a real node with a server called {@code files}: each example is
 * asked, each answer and each event is held against its schema.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Contract CONTRACT = Contract.ours();
  private static final Path PEERS = Path.of("src/test/peers/contract");

  /** What leaves a server serving comes before what does not. */
  private static final int SERVING = 1;

  private static final List<String> LAST = List.of("command.server", "command.breaker");

  @TempDir static Path folder;
  private static NodeProcess node;
  private static Operator operator;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("rest", folder);
    node.write("servers.json", new ServersFile().demo("files").text()).start();
    operator = Operator.admin(node.port());
    token = Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
    for (String address : Addresses.EVENTS) {
      operator.hear(address);
    }
    operator.awaitState("files", "healthy", LIMIT);
  }

  @AfterAll
  static void end() {
    operator.close();
    node.close();
  }

  @Test
  @Order(0)
  void the_lines_of_the_documentation_work_as_they_stand_there() throws Exception {
    List<String> lines =
        Files.readString(Path.of("docs/api.md"))
            .replace("\\\n", " ")
            .lines()
            .filter(line -> line.startsWith("curl "))
            .toList();
    assertEquals(4, lines.size());
    for (String line : lines) {
      awaitIdle();
      operator.awaitState("files", "healthy", LIMIT);
      ProcessBuilder shell =
          new ProcessBuilder(
              "sh",
              "-c",
              line.replaceFirst("curl ", "curl -sSf ").replace(":8080/", ":" + node.port() + "/"));
      shell.environment().put("TOKEN", token);
      Process process = shell.redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), line + "\n" + said);
      assertTrue(said.startsWith("{"), said);
    }
  }

  /** Queries first, then what leaves the server as it is, then the others. */
  @TestFactory
  @Order(1)
  Stream<DynamicTest> each_operation_does_what_its_example_says() {
    return CONTRACT.definitions().stream()
        .filter(definition -> definition.rest() != null)
        .sorted(Comparator.comparing(d -> order(d.address())))
        .map(d -> DynamicTest.dynamicTest(d.address(), () -> asExampled(d)));
  }

  private static int order(String address) {
    if (address.startsWith("query.")) {
      return 0;
    }
    String word = LAST.stream().filter(address::startsWith).findFirst().orElse(null);
    return word == null ? SERVING : SERVING + 1 + LAST.indexOf(word);
  }

  private static void asExampled(Definition definition) throws Exception {
    awaitIdle();
    if (order(definition.address()) <= SERVING) {
      operator.awaitState("files", "healthy", LIMIT);
    }
    HttpResponse<String> answer = ask(definition);
    int status = answer.statusCode();
    assertTrue(definition.exampleStatus().contains(status), status + " " + answer.body());
    if (status == 200) {
      assertEquals(
          List.of(),
          CONTRACT.shape(definition.reply()).mismatches(new JsonObject(answer.body())),
          answer.body());
    }
  }

  /** One order after the other: a second one would hear that somebody is at the server. */
  private static void awaitIdle() throws Exception {
    Waiting.until(
        "nobody is at the server",
        LIMIT,
        () ->
            operator
                .ask("query.server.operations", new JsonObject())
                .getJsonArray("operations")
                .isEmpty());
  }

  private static HttpResponse<String> ask(Definition definition) throws Exception {
    JsonObject body = definition.example().getJsonObject("request").copy();
    String path = definition.rest().path();
    for (String name : definition.rest().parameters()) {
      path = path.replace("{" + name + "}", escaped(body.remove(name)));
    }
    if (!definition.rest().hasBody()) {
      return send(definition.rest().method(), path + query(body), null);
    }
    return send(definition.rest().method(), path, body);
  }

  private static String query(JsonObject body) {
    StringBuilder query = new StringBuilder();
    body.forEach(
        f ->
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(f.getKey())
                .append('=')
                .append(escaped(f.getValue())));
    return query.toString();
  }

  private static String escaped(Object value) {
    return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static HttpResponse<String> send(String method, String path, JsonObject body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @Test
  @Order(2)
  void a_bad_body_is_a_problem_of_a_real_node_too() throws Exception {
    HttpResponse<String> answer =
        send("POST", "/api/v1/servers/files/restart", new JsonObject().put("replica", "two"));
    assertEquals(400, answer.statusCode());
    assertEquals(
        "/replica",
        new JsonObject(answer.body()).getJsonArray("errors").getJsonObject(0).getString("pointer"));
  }

  @Test
  @Order(3)
  void what_is_told_is_as_its_definition_says() {
    int heard = 0;
    for (Definition definition : CONTRACT.definitions()) {
      if (definition.isEvent()) {
        for (JsonObject event : operator.heard(definition.address())) {
          heard++;
          assertEquals(
              List.of(),
              CONTRACT.shape(definition.data()).mismatches(event.getJsonObject("data")),
              definition.address() + " " + event.encode());
        }
      }
    }
    assertTrue(heard > 5, "only " + heard + " events were heard");
  }

  @Test
  @Order(4)
  void both_documents_are_good_by_the_official_schemas() throws Exception {
    Path openApi = save("openapi.json");
    Path asyncApi = save("asyncapi.json");
    try (Peer check =
        new Peer(
            PEERS.toFile(),
            List.of("node", "check.mjs", openApi.toString(), asyncApi.toString()))) {
      int first = check.await("a verdict on OpenAPI", 0, line -> line.containsKey("openapi"));
      int second = check.await("a verdict on AsyncAPI", 0, line -> line.containsKey("asyncapi"));
      assertEquals("3.1", check.lines().get(first).getString("openapi"));
      assertTrue(check.lines().get(first).getJsonArray("errors").isEmpty(), "" + check.lines());
      assertTrue(check.lines().get(second).getJsonArray("errors").isEmpty(), "" + check.lines());
    }
  }

  private static Path save(String name) throws Exception {
    HttpResponse<String> document = send("GET", "/" + name, null);
    assertEquals(200, document.statusCode());
    assertFalse(document.body().contains("#/$defs/"), "a reference that leads nowhere");
    return Files.writeString(folder.resolve(name).toAbsolutePath(), document.body());
  }
}
