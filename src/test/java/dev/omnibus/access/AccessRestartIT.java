package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions outlive the nodes they began on. */
class AccessRestartIT {

  @TempDir Path data;
  private TwoNodes nodes;
  private TestNode two;
  private TokenPair pair;

  @BeforeEach
  void start() {
    nodes = new TwoNodes(data);
    two = nodes.two;
    pair = Wait.until(nodes.one.access.tokens().begin("ann"));
  }

  @AfterEach
  void stop() {
    nodes.stop();
  }

  @Test
  void the_session_outlives_the_node_it_began_on() {
    nodes.stopOne();
    TokenPair next = Wait.until(two.access.tokens().refresh(pair.refresh()));
    assertEquals("ann", Wait.until(two.access.tokens().verifyAccess(next.access())).user());
  }

  @Test
  void a_restart_of_all_nodes_by_the_one_that_joined_last_keeps_the_session() {
    Wait.until(two.access.tokens().sync());
    nodes.stop();
    TestNode again = nodes.start("two", 1);
    assertEquals("ann", Wait.until(again.access.tokens().verifyAccess(pair.access())).user());
  }
}
