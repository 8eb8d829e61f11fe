package dev.omnibus.cluster;

import dev.omnibus.config.ClusterConfig;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that live at different addresses and know each other by name. */
class NamedMemberClusterIT {

  private final String name = "named-" + System.nanoTime();
  private final List<Vertx> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : open) {
      vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  /** The second founded a cluster of its own: a name that leads elsewhere was passed over. */
  @Test
  void a_member_that_is_given_by_name_is_found_though_it_lives_at_another_address()
      throws Exception {
    int port = FreePort.next();
    Membership one = node("one", "127.0.0.1", port, port);
    Membership two = node("two", "127.0.0.2", FreePort.next(), port);
    Waiting.until(
        "both are members of one cluster",
        Duration.ofSeconds(60),
        () -> one.live().size() == 2 && two.live().size() == 2);
  }

  private Membership node(String node, String host, int port, int seed) throws Exception {
    ClusterConfig config = new ClusterConfig(name, host, port, 1, 0, List.of("localhost:" + seed));
    LoneNode.Member member = LoneNode.start(node, config);
    open.add(member.vertx());
    return member.membership();
  }
}
