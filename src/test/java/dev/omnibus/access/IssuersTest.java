package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Failure;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.harness.AuthorizationServer;
import dev.omnibus.harness.AuthorizationServer.Mood;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of a real authorization server, good ones and those that somebody tries. */
class IssuersTest {

  private static final String URL = "https://gate.example.com";
  private static final String AUDIENCE = "omnibus";
  private static final String PATH = "/mcp/files";
  private static final String RSA = AuthorizationServer.RSA;

  private final Vertx vertx = Vertx.vertx();
  private final TestClock clock = new TestClock();
  private AuthorizationServer server;
  private AccessConfig config;
  private Issuers issuers;

  @BeforeEach
  void start() {
    server = new AuthorizationServer(vertx);
    config = config(new JsonObject());
    issuers = new Issuers(vertx, () -> config, clock);
  }

  @AfterEach
  void stop() {
    Wait.until(vertx.close());
  }

  private AccessConfig config(JsonObject more) {
    JsonObject roles =
        new JsonObject()
            .put("map", new JsonObject().put("staff", JsonArray.of("viewer", "caller")))
            .put("always", JsonArray.of("guest"));
    JsonObject issuer =
        new JsonObject()
            .put("issuer", server.issuer())
            .put("jwks", server.jwks())
            .put("audience", JsonArray.of(AUDIENCE))
            .put("roles", roles)
            .mergeIn(more, true);
    return AccessConfig.fromJson(
        new JsonObject().put("url", URL).put("issuers", new JsonObject().put("corp", issuer)));
  }

  private String verified(String token) {
    return verified(token, PATH);
  }

  /** The user, or the word of the refusal. */
  private String verified(String token, String path) {
    try {
      return issuers.verify(token, path).toCompletionStage().toCompletableFuture().join().user();
    } catch (CompletionException refused) {
      return refused.getCause().getMessage();
    }
  }

  private JsonObject claims() {
    return server.claims(AUDIENCE, clock.instant());
  }

  private String changed(Consumer<JsonObject> how) {
    JsonObject claims = claims();
    how.accept(claims);
    return server.token("RS256", RSA, claims);
  }

  private String good() {
    return changed(claims -> {});
  }

  @ParameterizedTest
  @CsvSource({"RS256,rsa-1", "PS256,rsa-1", "ES256,ec-1", "EdDSA,ed-1"})
  void a_token_of_an_issuer_is_good_in_every_algorithm(String algorithm, String key) {
    assertEquals("jwt:corp:ann", verified(server.token(algorithm, key, claims())));
  }

  @Test
  void what_a_token_says_of_its_caller_gives_the_configured_roles() {
    Caller caller = Wait.until(issuers.verify(good(), PATH));
    assertEquals(Set.of("viewer", "caller", "guest"), caller.roles());
  }

  @Test
  void a_claim_within_a_claim_gives_roles_too() {
    config = config(new JsonObject("{\"roles\":{\"claim\":\"realm.roles\"}}"));
    JsonObject realm = new JsonObject().put("roles", JsonArray.of("staff"));
    Caller caller =
        Wait.until(issuers.verify(changed(c -> c.put("realm", realm).remove("groups")), PATH));
    assertTrue(caller.roles().contains("viewer"));
  }

  @ParameterizedTest
  @CsvSource({"HS256,rsa-1", "HS256,shared-1", "none,rsa-1", "RS256,weak-1", "ES256,rsa-1"})
  void a_key_is_good_for_its_own_algorithm_only(String algorithm, String key) {
    assertEquals("forged", verified(server.token(algorithm, key, claims())));
  }

  @Test
  void a_token_without_a_signature_is_forged() {
    String token = good();
    assertEquals("forged", verified(token.substring(0, token.lastIndexOf('.') + 1)));
  }

  @Test
  void a_changed_token_is_forged() {
    String other = changed(claims -> claims.put("sub", "eve"));
    String mine = good();
    String mixed =
        other.substring(0, other.lastIndexOf('.')) + mine.substring(mine.lastIndexOf('.'));
    assertEquals("forged", verified(mixed));
  }

  @Test
  void what_a_header_wants_to_be_understood_is_refused() {
    JsonObject header = new JsonObject().put("alg", "RS256").put("kid", RSA);
    JsonObject claims = claims();
    assertEquals("forged", verified(server.token(header.copy().put("crit", "x"), claims)));
    assertEquals("forged", verified(server.token(header.copy().put("typ", "logout+jwt"), claims)));
    assertEquals(
        "jwt:corp:ann", verified(server.token(header.copy().put("typ", "at+jwt"), claims)));
  }

  @Test
  void an_expired_token_is_said_to_be() {
    assertEquals("expired", verified(changed(c -> c.put("exp", c.getLong("iat") - 31))));
    assertEquals("forged", verified(changed(c -> c.remove("exp"))));
  }

  @Test
  void a_token_of_tomorrow_is_not_good_today() {
    assertEquals("forged", verified(changed(c -> c.put("nbf", c.getLong("iat") + 86_400))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "https://gate.example.com", "https://gate.example.com/mcp/x"})
  void a_token_for_somebody_else_is_not_for_us(String audience) {
    assertEquals("forged", verified(changed(claims -> claims.put("aud", audience))));
  }

  @Test
  void a_token_for_one_server_is_good_at_that_server_only() {
    String token = changed(claims -> claims.put("aud", JsonArray.of(URL + PATH)));
    assertEquals("jwt:corp:ann", verified(token, PATH));
    assertEquals("forged", verified(token, "/mcp/other"));
    assertEquals("forged", verified(token, "/mcp"));
  }

  @Test
  void a_token_for_all_servers_is_good_at_each_and_nowhere_else() {
    String token = changed(claims -> claims.put("aud", URL + "/mcp"));
    assertEquals("jwt:corp:ann", verified(token, PATH));
    assertEquals("forged", verified(token, "/eventbus/websocket"));
  }

  @Test
  void a_token_without_a_needed_scope_lacks_it() {
    config = config(new JsonObject().put("scopes", JsonArray.of("mcp", "files")));
    assertEquals("insufficient_scope", verified(good()));
    assertEquals(
        "jwt:corp:ann", verified(changed(c -> c.put("scp", JsonArray.of("files", "mcp")))));
  }

  @Test
  void a_name_that_could_fool_a_log_is_none() {
    assertEquals("forged", verified(changed(claims -> claims.put("sub", "a\nb"))));
    assertEquals("forged", verified(changed(claims -> claims.put("sub", " "))));
  }

  @Test
  void a_token_of_an_issuer_that_nobody_configured_is_not_one() {
    assertFalse(issuers.isOne(changed(claims -> claims.put("iss", "https://evil.example"))));
    assertTrue(issuers.isOne(good()));
  }

  @Test
  void many_tokens_with_keys_that_never_were_ask_the_issuer_once() {
    assertEquals("jwt:corp:ann", verified(good()));
    for (int i = 0; i < 50; i++) {
      assertEquals("forged", verified(server.token("RS256", "no-" + i, claims())));
    }
    assertEquals(1, server.asked.get());
  }

  @Test
  void a_new_key_is_fetched_when_it_is_first_seen() {
    assertEquals("jwt:corp:ann", verified(good()));
    server.publishOnly("rsa-2");
    clock.pass(Duration.ofSeconds(10));
    assertEquals("jwt:corp:ann", verified(server.token("RS256", "rsa-2", claims())));
    assertEquals("forged", verified(good()), "the old one is gone");
  }

  @Test
  void known_keys_go_on_while_the_issuer_is_away() {
    assertEquals("jwt:corp:ann", verified(good()));
    server.close();
    clock.pass(Duration.ofMinutes(4));
    assertEquals("jwt:corp:ann", verified(changed(c -> c.put("exp", c.getLong("iat") + 900))));
    clock.pass(Duration.ofMinutes(7));
    assertEquals("jwt:corp:ann", verified(changed(c -> c.put("exp", c.getLong("iat") + 900))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mood.class,
      names = {"HUGE", "ELSEWHERE", "NO_JSON", "SILENT"})
  void an_issuer_whose_keys_cannot_be_had_makes_nobody_known_and_nobody_forged(Mood mood) {
    server.mood = mood;
    long began = System.nanoTime();
    assertEquals("unavailable", word(good()));
    assertTrue(Duration.ofNanos(System.nanoTime() - began).toSeconds() < 30);
    server.mood = Mood.WELL;
    clock.pass(Duration.ofSeconds(10));
    assertEquals("jwt:corp:ann", verified(good()));
  }

  private String word(String token) {
    String said = verified(token);
    return said.equals(Failure.UNAVAILABLE.sentence()) ? "unavailable" : said;
  }
}
