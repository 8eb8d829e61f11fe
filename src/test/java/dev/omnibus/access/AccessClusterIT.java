package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one node grants or takes counts on the other. */
class AccessClusterIT {

  @TempDir static Path data;
  private static TwoNodes nodes;
  private static TestNode one;
  private static TestNode two;
  private TokenPair pair;

  @BeforeAll
  static void start() {
    nodes = new TwoNodes(data);
    one = nodes.one;
    two = nodes.two;
  }

  @AfterAll
  static void stop() {
    nodes.stop();
  }

  @BeforeEach
  void signIn() {
    pair = Wait.until(one.access.tokens().begin("ann"));
  }

  @Test
  void a_token_of_one_node_is_good_on_the_other() {
    assertEquals("ann", Wait.until(two.access.tokens().verifyAccess(pair.access())).user());
  }

  @Test
  void a_logout_on_one_node_acts_on_the_other() {
    String session = Wait.until(one.access.tokens().verifyAccess(pair.access())).session();
    Wait.until(two.access.tokens().end(pair.access()));
    assertEquals("revoked", Wait.refusal(one.access.tokens().verifyAccess(pair.access())));
    assertEquals("logout", revoked(session).getString("reason"));
  }

  @Test
  void a_ticket_of_one_node_is_good_once_on_all() {
    Caller ann = Wait.until(one.access.tokens().verifyAccess(pair.access()));
    String ticket = Wait.until(one.access.tickets().issue(ann));
    Future<Caller> here = one.access.tickets().redeem(ticket);
    Future<Caller> there = two.access.tickets().redeem(ticket);
    Set<String> answers = Set.of(word(here), word(there));
    assertEquals(Set.of("in", "ticket_used"), answers);
  }

  @Test
  void a_refresh_token_used_on_both_nodes_at_once_ends_the_session() {
    Future<TokenPair> here = one.access.tokens().refresh(pair.refresh());
    Future<TokenPair> there = two.access.tokens().refresh(pair.refresh());
    assertNotEquals(Set.of("in"), Set.copyOf(List.of(word(here), word(there))));
    assertEquals("revoked", Wait.refusal(one.access.tokens().verifyAccess(pair.access())));
  }

  /** The word about this session; other tests of this class leave words about theirs. */
  private static JsonObject revoked(String session) {
    JsonObject event = TestNode.next(one.revoked);
    return session.equals(event.getString("session")) ? event : revoked(session);
  }

  private static String word(Future<?> future) {
    String refusal = Wait.refusal(future);
    return refusal.startsWith("let in") ? "in" : refusal;
  }
}
