package dev.omnibus.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * When a token is fetched, shown, fetched again and given up; the clock stands still in between.
 */
class ClientCredentialTest {

  private final Vertx vertx = Vertx.vertx();
  private final List<Promise<AccessToken>> grants = new ArrayList<>();
  private final List<String> swapped = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1_000; // it may wrap around
  private final ClientCredential credential =
      new ClientCredential(
          "up",
          vertx,
          () -> {
            grants.add(Promise.promise());
            return grants.get(grants.size() - 1).future();
          },
          (old, young) -> swapped.add(old + " " + young),
          () -> now,
          () -> 0.5);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void give(int which, String token, Integer seconds) {
    Duration lasts = seconds == null ? null : Duration.ofSeconds(seconds);
    grants.get(which).complete(new AccessToken(token, lasts));
  }

  private void refuse(int which) {
    grants.get(which).fail(McpException.of(Kind.AUTH_REQUIRED, "no access token: refused"));
  }

  private void pass(int millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  private static String got(Future<String> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static Throwable failed(Future<String> future) throws Exception {
    return got(future.map("").otherwise(Throwable::getMessage)).isEmpty() ? null : future.cause();
  }

  @Test
  void nothing_is_fetched_before_somebody_asks() {
    assertTrue(grants.isEmpty());
  }

  @Test
  void many_that_wait_get_one_token_that_was_fetched_once() throws Exception {
    Future<String> first = credential.fetch();
    Future<String> second = credential.fetch();
    give(0, "a", 100);
    assertEquals("Bearer a", got(first));
    assertEquals("Bearer a", got(second));
    assertEquals("Bearer a", credential.now());
    assertEquals(1, grants.size());
  }

  @Test
  void another_is_fetched_ahead_of_the_end_while_the_old_one_is_shown_on() {
    credential.fetch();
    give(0, "a", 100);
    pass(84_000);
    credential.now();
    assertEquals(1, grants.size());
    pass(2_000);
    assertEquals("Bearer a", credential.now());
    assertEquals("Bearer a", credential.now());
    assertEquals(2, grants.size());
    give(1, "b", 100);
    assertEquals("Bearer b", credential.now());
  }

  @Test
  void one_that_is_over_is_not_shown() {
    credential.fetch();
    give(0, "a", 100);
    pass(100_000);
    assertNull(credential.now());
  }

  @Test
  void one_that_cannot_be_renewed_ahead_is_shown_to_its_end() throws Exception {
    credential.fetch();
    give(0, "a", 100);
    pass(90_000);
    credential.now();
    refuse(1);
    assertEquals("Bearer a", got(credential.fetch()));
    assertEquals(2, grants.size(), "the failure backs off");
  }

  @Test
  void one_without_an_end_is_shown_until_it_is_refused() {
    credential.fetch();
    give(0, "a", null);
    pass(1_000_000_000);
    assertEquals("Bearer a", credential.now());
    assertTrue(credential.refused("Bearer a"));
    assertNull(credential.now());
  }

  @Test
  void a_refusal_of_an_older_one_costs_nothing() {
    credential.fetch();
    give(0, "a", 100);
    assertTrue(credential.refused("Bearer a"));
    credential.fetch();
    give(1, "b", 100);
    assertTrue(credential.refused("Bearer a"), "there is another one to show");
    assertEquals("Bearer b", credential.now());
    assertEquals(2, grants.size());
  }

  @Test
  void a_server_that_refuses_whatever_it_is_shown_does_not_make_us_fetch_for_ever() {
    credential.fetch();
    give(0, "a", 100);
    assertTrue(credential.refused("Bearer a"));
    credential.fetch();
    give(1, "b", 100);
    assertFalse(credential.refused("Bearer b"));
    assertEquals("Bearer b", credential.now());
    pass(5_000);
    assertTrue(credential.refused("Bearer b"));
  }

  @Test
  void after_a_failure_the_reason_is_given_at_once_until_it_is_time_to_try_again()
      throws Exception {
    Future<String> first = credential.fetch();
    refuse(0);
    assertEquals("no access token: refused", failed(first).getMessage());
    pass(900);
    assertSame(failed(first), failed(credential.fetch()));
    assertEquals(1, grants.size());
    pass(200);
    credential.fetch();
    assertEquals(2, grants.size());
  }

  @Test
  void the_wait_doubles_up_to_a_minute() {
    int tries = 0;
    for (int i = 0; i < 10; i++) {
      credential.fetch();
      refuse(i);
      tries++;
      pass(60_000 + 1);
    }
    assertEquals(tries, grants.size());
    credential.fetch();
    refuse(10);
    pass(59_000);
    credential.fetch();
    assertEquals(11, grants.size());
  }

  @Test
  void who_hides_tokens_hears_of_each_and_of_those_that_are_long_gone() {
    for (int i = 0; i < 4; i++) {
      credential.fetch();
      give(i, "t" + i, 100);
      pass(100_000);
    }
    assertEquals(List.of("null t0", "null t1", "null t2", "t0 t3"), swapped);
  }
}
