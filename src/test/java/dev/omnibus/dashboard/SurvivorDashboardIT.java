package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bench.ProbeFleet;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page on one node while the other node dies. */
class SurvivorDashboardIT {

  private static final int SERVERS = 8;
  private static final Vertx VERTX = Vertx.vertx();

  @RegisterExtension static final Stage STAGE = new Stage(fleet());

  private static ServersFile fleet() {
    int port = new ProbeFleet(VERTX).listen().toCompletionStage().toCompletableFuture().join();
    ServersFile servers = new ServersFile();
    for (int i = 0; i < SERVERS; i++) {
      servers.http("s" + i, "http://127.0.0.1:" + port + "/s" + i + "/mcp");
    }
    return servers;
  }

  @AfterAll
  static void end() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void the_servers_of_a_killed_node_change_hands_before_ones_eyes() throws Exception {
    NodeProcess here = STAGE.node();
    try (NodeProcess other =
        new NodeProcess("other", here.conf().getParent(), here.clusterPort())) {
      other.start();
      Dashboard admin = STAGE.admin().mark();
      admin.page().waitForSelector("td.col-owner:has-text('other')");
      List<String> moved =
          admin.servers().stream().filter(s -> admin.cell(s, "owner").equals("other")).toList();
      other.kill();
      for (String server : moved) {
        assertThat(admin.row(server).locator("td.col-owner")).hasText(here.name());
        admin.awaitState(server, "healthy");
      }
      assertThat(admin.events("node_left", "other")).hasCount(1);
      assertTrue(admin.isMarked(), "the page was loaded anew");
    }
  }
}
