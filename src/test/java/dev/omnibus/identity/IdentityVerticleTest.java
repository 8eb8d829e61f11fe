package dev.omnibus.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.omnibus.access.TestNode;
import dev.omnibus.access.TokenPair;
import dev.omnibus.access.Wait;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.RoleSpec;
import dev.omnibus.config.UserSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityVerticleTest {

  private static final Membership ALONE = ListedMembership.alone(NodeId.of("n1@test0"));

  @TempDir Path data;
  private final Vertx vertx = Vertx.vertx();
  private TestNode node;
  private TokenPair pair;

  @BeforeEach
  void start() {
    node = new TestNode(vertx, data);
    pair = Wait.until(node.access.tokens().begin("ann"));
    deploy(node.live.access());
  }

  private void deploy(AccessConfig last) {
    Wait.until(
        vertx.deployVerticle(
            new IdentityVerticle(
                node.live, ALONE, last, node.access.tokens(), node.access.events())));
  }

  @AfterEach
  void close() {
    Wait.until(vertx.close());
  }

  @Test
  void a_block_is_told_to_all_sockets() {
    node.blockAnn();
    JsonObject event = TestNode.next(node.revoked);
    assertEquals("ann", event.getString("user"));
    assertEquals("blocked", event.getString("reason"));
    assertFalse(event.containsKey("session"));
  }

  @Test
  void a_session_that_a_block_ended_does_not_come_back_with_the_user() {
    AccessConfig before = node.live.access();
    node.blockAnn();
    TestNode.next(node.revoked);
    node.live.apply(before);
    assertEquals("revoked", Wait.refusal(node.access.tokens().verifyAccess(pair.access())));
  }

  @Test
  void a_role_change_is_told_and_the_session_goes_on() {
    AccessConfig now = node.live.access();
    RoleSpec none = new RoleSpec(List.of(), List.of(), Map.of());
    node.live.apply(new AccessConfig(Map.of("viewer", none), now.users(), now.keys()));
    assertEquals("role_change", TestNode.next(node.revoked).getString("reason"));
    assertEquals("ann", Wait.until(node.access.tokens().verifyAccess(pair.access())).user());
  }

  @Test
  void a_password_that_changed_while_the_node_was_down_ends_its_sessions() {
    AccessConfig now = node.live.access();
    UserSpec before = new UserSpec("ann", "another hash", List.of("viewer"), false);
    deploy(new AccessConfig(now.roles(), Map.of("ann", before), now.keys()));
    assertEquals("credential_change", TestNode.next(node.revoked).getString("reason"));
    assertEquals("revoked", Wait.refusal(node.access.tokens().refresh(pair.refresh())));
  }
}
