package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.omnibus.harness.Jwt;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.RawHttp;
import dev.omnibus.harness.RawHttp.Answer;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every door of a real node against every proof that proves nothing. */
class RefusalIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SERVER = "demo";

  private static final String CONTROL = "control";

  @TempDir static Path folder;
  private static NodeProcess node;
  private static Operator operator;
  private static JsonObject pair;
  private static final Map<String, String> PROOFS = new HashMap<>();
  private static int sessions;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("refusal", folder);
    node.write("servers.json", new ServersFile().demo(SERVER).demo(CONTROL).text()).start();
    JsonObject who =
        new JsonObject().put("username", "admin").put("password", NodeProcess.PASSWORD);
    pair = new JsonObject(Operator.post(node.port(), "/auth/api/v1/auth/login", who, null).body());
    operator = Operator.open(node.port(), good());
    operator.hear("event.server.status").awaitState(SERVER, "healthy", LIMIT);
    JsonObject claims = Jwt.claims(good());
    JsonObject old = claims.copy().put("exp", Instant.now().getEpochSecond() - 1);
    PROOFS.put("expired", Jwt.signed(old, Jwt.secretOf(node)));
    PROOFS.put("forged", Jwt.signed(claims, new byte[48]));
    PROOFS.put("unsigned", Jwt.unsigned(claims));
    PROOFS.put("refresh", pair.getString("refresh_token"));
    PROOFS.put("ticket", usedTicket());
    PROOFS.put("good", good());
  }

  @AfterAll
  static void end() {
    operator.close();
    node.close();
  }

  private static String good() {
    return pair.getString("access_token");
  }

  private static String ticket() throws Exception {
    return new JsonObject(
            Operator.post(node.port(), "/auth/api/v1/ticket", new JsonObject(), good()).body())
        .getString("ticket");
  }

  private static String usedTicket() throws Exception {
    String ticket = ticket();
    String first = "/eventbus/websocket?ticket=" + ticket;
    assertEquals(101, RawHttp.upgrade(node.port(), first, List.of(), "{}").status());
    return ticket;
  }

  /** Door, proof, how it is shown, status, reason. */
  static Stream<Arguments> attempts() {
    List<Arguments> all = new ArrayList<>();
    for (String door : List.of("raw", "sockjs", "xhr", "xhr_send", "feed")) {
      all.add(Arguments.of(door, "nothing", "header", 401, "missing"));
      all.add(Arguments.of(door, "ticket", "ticket", 401, "ticket_used"));
      all.add(Arguments.of(door, "good", "foreign", 403, "origin"));
      for (String way : List.of("header", "token")) {
        all.add(Arguments.of(door, "expired", way, 401, "expired"));
        all.add(Arguments.of(door, "forged", way, 401, "forged"));
        all.add(Arguments.of(door, "unsigned", way, 401, "forged"));
        all.add(Arguments.of(door, "refresh", way, 401, "refresh_token"));
      }
      if (!door.startsWith("xhr")) {
        all.add(Arguments.of(door, "expired", "protocol", 401, "expired"));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void who_proves_nothing_is_refused_before_anything_is_delivered(
      String door, String proof, String way, int status, String reason) throws Exception {
    String secret = PROOFS.get(proof);
    String path = path(door);
    long before = refusals(path, reason);
    String query = way.equals("ticket") || way.equals("token") ? "?" + way + "=" + secret : "";
    Answer answer = knock(door, path + query, headers(way, secret));
    assertEquals(status, answer.status(), answer.body());
    assertEquals(
        new JsonObject().put("error", new JsonObject().put("code", status).put("message", reason)),
        new JsonObject(answer.body()));
    assertFalse(answer.after().contains("\"type\""), answer.after());
    Waiting.until(
        "said in the log", LIMIT, () -> refusals(path, reason) == before + 1, node::diagnosis);
    nothingWasDelivered();
    if (secret != null) {
      isNotInTheLog(secret);
    }
  }

  /** What somebody who is not let in sends along, in the hope that it is read all the same. */
  private static String stop(String server) {
    return new JsonObject()
        .put("type", "send")
        .put("address", "command.server.stop")
        .put("body", new JsonObject().put("server", server))
        .encode();
  }

  private static Answer knock(String door, String path, List<String> headers) throws Exception {
    String stop = stop(SERVER);
    String queued = new JsonArray().add(stop).encode();
    return switch (door) {
      case "xhr", "xhr_send" -> RawHttp.post(node.port(), path, headers, queued);
      case "sockjs" -> RawHttp.upgrade(node.port(), path, headers, queued);
      default -> RawHttp.upgrade(node.port(), path, headers, stop);
    };
  }

  private static String path(String door) {
    String session = "/eventbus/000/session" + sessions++;
    return switch (door) {
      case "raw" -> "/eventbus/websocket";
      case "feed" -> "/ws/mcp-status";
      case "sockjs" -> session + "/websocket";
      default -> session + "/" + door;
    };
  }

  private static List<String> headers(String way, String secret) {
    return switch (way) {
      case "header" -> secret == null ? List.of() : List.of("Authorization: Bearer " + secret);
      case "protocol" -> List.of("Sec-WebSocket-Protocol: bearer, " + secret);
      case "foreign" ->
          List.of("Authorization: Bearer " + secret, "Origin: http://127.0.0.1.evil.example");
      default -> List.of();
    };
  }

  private static long refusals(String path, String reason) throws Exception {
    String said = "refused reason=" + reason + " address=" + path + " ";
    return node.logLines().stream().filter(line -> line.contains(said)).count();
  }

  /** Otherwise the expired one might have been refused for any other reason. */
  @Test
  void the_same_token_with_time_left_is_let_in() throws Exception {
    JsonObject young =
        Jwt.claims(good()).put("exp", Instant.now().getEpochSecond() + 60).put("jti", "another");
    String token = Jwt.signed(young, Jwt.secretOf(node));
    for (String path : List.of("/eventbus/websocket", "/ws/mcp-status")) {
      List<String> headers = List.of("Authorization: Bearer " + token);
      assertEquals(101, RawHttp.upgrade(node.port(), path, headers, "{}").status());
    }
  }

  /** Otherwise the message might have gone nowhere for any other reason. */
  @Test
  void the_same_message_of_somebody_who_is_let_in_is_delivered() throws Exception {
    operator.awaitState(CONTROL, "healthy", LIMIT);
    String path = "/eventbus/websocket?ticket=" + ticket();
    assertEquals(101, RawHttp.upgrade(node.port(), path, List.of(), stop(CONTROL)).status());
    operator.awaitState(CONTROL, "stopped", LIMIT);
  }

  private static void nothingWasDelivered() {
    List<String> states =
        operator.heard("event.server.status").stream()
            .map(event -> event.getJsonObject("data"))
            .filter(data -> data.getString("server").equals(SERVER))
            .map(data -> data.getString("to"))
            .toList();
    assertFalse(states.contains("stopped"), "somebody who was refused has stopped a server");
  }

  private static void isNotInTheLog(String secret) throws Exception {
    String log = String.join("\n", node.logLines());
    String signature = secret.substring(secret.lastIndexOf('.') + 1);
    assertFalse(log.contains(secret), "the secret is in the log");
    assertFalse(!signature.isEmpty() && log.contains(signature), "its signature is in the log");
  }
}
