package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  private static final JsonObject HS256 = new JsonObject().put("typ", "JWT").put("alg", "HS256");

  @TempDir Path data;
  private final Vertx vertx = Vertx.vertx();
  private TestNode node;
  private Tokens tokens;
  private TokenPair pair;

  @BeforeEach
  void signIn() {
    node = new TestNode(vertx, data);
    tokens = node.access.tokens();
    pair = Wait.until(tokens.begin("ann"));
  }

  @AfterEach
  void close() {
    Wait.until(vertx.close());
  }

  @Test
  void an_access_token_names_its_caller() {
    Caller caller = Wait.until(tokens.verifyAccess(pair.access()));
    assertEquals("ann", caller.user());
    assertEquals(Set.of("viewer"), caller.roles());
    assertEquals(TestClock.START.plus(Duration.ofMinutes(15)), caller.expires());
  }

  @Test
  void a_refresh_token_is_never_an_access_token() {
    assertEquals("refresh_token", Wait.refusal(tokens.verifyAccess(pair.refresh())));
  }

  @Test
  void an_access_token_is_never_a_refresh_token() {
    assertEquals("access_token", Wait.refusal(tokens.refresh(pair.access())));
  }

  @Test
  void a_token_is_good_until_the_second_it_expires() {
    node.clock.pass(Duration.ofMinutes(15).minusMillis(1));
    Wait.until(tokens.verifyAccess(pair.access()));
    node.clock.pass(Duration.ofMillis(1));
    assertEquals("expired", Wait.refusal(tokens.verifyAccess(pair.access())));
  }

  @Test
  void a_refresh_token_expires_too() {
    node.clock.pass(Duration.ofDays(7));
    assertEquals("expired", Wait.refusal(tokens.refresh(pair.refresh())));
  }

  @Test
  void a_token_signed_by_hand_with_our_secret_is_good() {
    assertEquals("ann", Wait.until(tokens.verifyAccess(sign(HS256, payload(), secret()))).user());
  }

  @Test
  void a_token_signed_with_another_secret_is_forged() {
    byte[] other = new byte[48];
    assertEquals("forged", Wait.refusal(tokens.verifyAccess(sign(HS256, payload(), other))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "", "hs256", "HS512", "RS256"})
  void another_algorithm_is_forged_whatever_it_is_signed_with(String algorithm) {
    JsonObject header = new JsonObject().put("typ", "JWT").put("alg", algorithm);
    String signed = sign(header, payload(), secret());
    String bare = part(header) + "." + part(payload()) + ".";
    assertEquals("forged", Wait.refusal(tokens.verifyAccess(signed)));
    assertEquals("forged", Wait.refusal(tokens.verifyAccess(bare)));
  }

  @Test
  void a_token_without_its_signature_is_forged() {
    String bare = pair.access().substring(0, pair.access().lastIndexOf('.'));
    assertEquals("forged", Wait.refusal(tokens.verifyAccess(bare)));
    assertEquals("forged", Wait.refusal(tokens.verifyAccess(bare + ".")));
  }

  @Test
  void a_token_with_other_claims_under_the_signature_is_forged() {
    String[] parts = pair.access().split("\\.");
    String other = part(payload().put("sub", "root"));
    assertEquals(
        "forged", Wait.refusal(tokens.verifyAccess(parts[0] + "." + other + "." + parts[2])));
  }

  @ParameterizedTest
  @CsvSource({"iss,evil", "aud,evil", "type,id", "exp,soon", "sid,", "sub,", "jti,", "iat,"})
  void a_claim_that_is_not_ours_is_forged_even_under_our_signature(String claim, String value) {
    JsonObject payload = payload();
    payload.put(claim, value);
    assertEquals("forged", Wait.refusal(tokens.verifyAccess(sign(HS256, payload, secret()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "e30.e30.e30",
        "bm8.bm8.bm8",
        "\u00e4.\u00e4.\u00e4"
      })
  void garbage_is_forged(String garbage) {
    assertEquals("forged", Wait.refusal(tokens.verifyAccess(garbage)));
  }

  @Test
  void a_token_of_a_megabyte_is_forged() {
    assertEquals("forged", Wait.refusal(tokens.verifyAccess("x".repeat(1 << 20))));
  }

  @Test
  void a_refresh_gives_new_tokens_of_the_same_session() {
    Caller before = Wait.until(tokens.verifyAccess(pair.access()));
    TokenPair next = Wait.until(tokens.refresh(pair.refresh()));
    Caller after = Wait.until(tokens.verifyAccess(next.access()));
    assertNotEquals(pair.refresh(), next.refresh());
    assertEquals(before.session(), after.session());
  }

  @Test
  void a_refresh_token_used_twice_ends_the_whole_session() {
    TokenPair next = Wait.until(tokens.refresh(pair.refresh()));
    assertEquals("reused", Wait.refusal(tokens.refresh(pair.refresh())));
    assertEquals("revoked", Wait.refusal(tokens.refresh(next.refresh())));
    assertEquals("revoked", Wait.refusal(tokens.verifyAccess(next.access())));
    assertEquals("reused", TestNode.next(node.revoked).getString("reason"));
  }

  @Test
  void of_two_refreshes_at_once_not_both_win() {
    var first = tokens.refresh(pair.refresh());
    var second = tokens.refresh(pair.refresh());
    assertTrue(Set.of(Wait.refusal(first), Wait.refusal(second)).contains("reused"));
  }

  @Test
  void the_other_sessions_of_the_user_go_on() {
    TokenPair other = Wait.until(tokens.begin("ann"));
    Wait.until(tokens.end(pair.access()));
    assertEquals("revoked", Wait.refusal(tokens.verifyAccess(pair.access())));
    assertEquals("ann", Wait.until(tokens.verifyAccess(other.access())).user());
  }

  @Test
  void one_session_too_many_ends_the_oldest_and_is_told() {
    for (int i = 0; i < FamilyRules.MAX_LIVING; i++) {
      node.clock.pass(Duration.ofSeconds(1));
      Wait.until(tokens.begin("ann"));
    }
    assertEquals("too_many", TestNode.next(node.revoked).getString("reason"));
    assertEquals("revoked", Wait.refusal(tokens.verifyAccess(pair.access())));
  }

  @Test
  void a_logout_with_an_expired_access_token_is_refused_as_expired() {
    node.clock.pass(Duration.ofMinutes(15));
    assertEquals("expired", Wait.refusal(tokens.end(pair.access())));
  }

  @Test
  void a_logout_is_an_event_once() {
    Wait.until(tokens.end(pair.access()));
    Wait.until(tokens.end(pair.refresh()));
    JsonObject event = TestNode.next(node.revoked);
    assertEquals("logout", event.getString("reason"));
    assertEquals("ann", event.getString("user"));
    assertFalse(event.getString("session").isEmpty());
    assertTrue(node.revoked.isEmpty());
  }

  @Test
  void who_is_blocked_is_refused_with_a_token_that_is_still_good() {
    node.blockAnn();
    assertEquals("blocked", Wait.refusal(tokens.verifyAccess(pair.access())));
    assertEquals("blocked", Wait.refusal(tokens.refresh(pair.refresh())));
  }

  @Test
  void a_node_that_took_another_secret_refuses_what_the_old_one_signed() {
    var map = Wait.until(vertx.sharedData().<String, String>getAsyncMap("omnibus.secret"));
    Wait.until(map.put("signing", "A".repeat(64)));
    Wait.until(tokens.sync());
    assertEquals("forged", Wait.refusal(tokens.verifyAccess(pair.access())));
    TokenPair next = Wait.until(tokens.begin("ann"));
    assertEquals("ann", Wait.until(tokens.verifyAccess(next.access())).user());
  }

  @Test
  void a_token_never_prints() {
    assertFalse(pair.toString().contains(pair.access()));
  }

  private JsonObject payload() {
    return new JsonObject(
        new String(
            Base64.getUrlDecoder().decode(pair.access().split("\\.")[1]), StandardCharsets.UTF_8));
  }

  private byte[] secret() {
    try {
      return Base64.getDecoder().decode(Files.readString(data.resolve("secret")).trim());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sign(JsonObject header, JsonObject payload, byte[] secret) {
    try {
      String text = part(header) + "." + part(payload);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String part(JsonObject json) {
    byte[] bytes = json.encode().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
