package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.UserSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {

  @TempDir Path data;
  private final Vertx vertx = Vertx.vertx();
  private TestNode node;
  private Logins logins;

  @BeforeEach
  void start() {
    node = new TestNode(vertx, data);
    logins = node.access.logins();
  }

  @AfterEach
  void close() {
    Wait.until(vertx.close());
  }

  @Test
  void the_right_password_opens_a_session() {
    TokenPair pair = Wait.until(logins.byPassword("ann", TestNode.PASSWORD.toCharArray(), "r"));
    assertEquals("ann", Wait.until(node.access.tokens().verifyAccess(pair.access())).user());
  }

  @Test
  void a_user_without_a_proper_hash_cannot_sign_in() {
    UserSpec none = new UserSpec("none", null, List.of("viewer"), false);
    UserSpec plain = new UserSpec("plain", "secret", List.of("viewer"), false);
    node.live.apply(new AccessConfig(Map.of(), Map.of("none", none, "plain", plain), Map.of()));
    assertEquals("credentials", tryPassword("none", ""));
    assertEquals("credentials", tryPassword("none", "null"));
    assertEquals("credentials", tryPassword("plain", "secret"));
  }

  @Test
  void a_user_named_like_a_key_cannot_sign_in_with_a_password() {
    UserSpec trick = new UserSpec("key:ci", hash(), List.of("viewer"), false);
    AccessConfig now = node.live.access();
    node.live.apply(new AccessConfig(now.roles(), Map.of("key:ci", trick), now.keys()));
    assertEquals("credentials", tryPassword("key:ci", TestNode.PASSWORD));
  }

  @Test
  void one_user_s_tries_from_one_address_do_not_cost_another_address() {
    for (int i = 0; i < 10; i++) {
      assertTrue(logins.wait("ann", "here").isEmpty());
    }
    assertTrue(logins.wait("ann", "here").isPresent());
    assertTrue(logins.wait("ann", "there").isEmpty());
  }

  @Test
  void a_success_clears_the_tries_of_that_user_only() {
    for (int i = 0; i < 10; i++) {
      logins.wait("ann", "here");
      logins.wait("bob", "here");
    }
    Wait.until(logins.byPassword("ann", TestNode.PASSWORD.toCharArray(), "here"));
    assertTrue(logins.wait("ann", "here").isEmpty());
    assertTrue(logins.wait("bob", "here").isPresent());
  }

  @Test
  void a_fresh_key_is_long_and_known_by_its_digest_only() {
    String key = Keys.make();
    assertTrue(key.startsWith("omk_") && key.length() > 40);
    assertTrue(Keys.sha256(key).matches("[0-9a-f]{64}"));
    assertFalse(Keys.make().equals(key));
  }

  private String hash() {
    return node.live.access().users().get("ann").password();
  }

  private String tryPassword(String user, String password) {
    return Wait.refusal(logins.byPassword(user, password.toCharArray(), "r"));
  }

  @Test
  void a_password_that_changes_while_it_is_checked_opens_nothing() {
    CountDownLatch gate = new CountDownLatch(1);
    WorkerExecutor workers = vertx.createSharedWorkerExecutor("passwords", 2);
    for (int i = 0; i < 2; i++) {
      workers.executeBlocking(() -> gate.await(60, TimeUnit.SECONDS), false);
    }
    Future<TokenPair> login = logins.byPassword("ann", TestNode.PASSWORD.toCharArray(), "r");
    AccessConfig now = node.live.access();
    UserSpec young = new UserSpec("ann", "another hash", List.of("viewer"), false);
    node.live.apply(new AccessConfig(now.roles(), Map.of("ann", young), now.keys()));
    gate.countDown();
    assertEquals("credentials", Wait.refusal(login));
  }
}
