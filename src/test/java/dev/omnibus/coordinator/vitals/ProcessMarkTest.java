package dev.omnibus.coordinator.vitals;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.coordinator.TestNode;
import dev.omnibus.mcp.transport.Marked;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node that was killed left behind. */
class ProcessMarkTest {

  @TempDir Path data;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void what_an_earlier_life_left_is_ended_with_all_that_it_started_and_nothing_else()
      throws Exception {
    String first = TestNode.await(ProcessMark.open(vertx, data, "n1@first")).next();
    String folder = first.substring(0, first.indexOf('/'));
    Process parent = marked(folder + "/n1@first/1", "trap '' TERM; sleep 500 & wait");
    Process stranger = marked("another-folder/n1@first/1", "sleep 500");
    Process young = marked(folder + "/n1@second/1", "sleep 500");
    TestNode.until(() -> parent.descendants().count() == 1);
    ProcessHandle child = parent.descendants().findFirst().orElseThrow();

    TestNode.await(ProcessMark.open(vertx, data, "n1@second"));
    assertTrue(parent.waitFor(60, TimeUnit.SECONDS), "it ignores the request to end");
    TestNode.until(() -> !child.isAlive());
    assertTrue(stranger.isAlive() && young.isAlive());
    stranger.destroyForcibly();
    young.destroyForcibly();
  }

  @Test
  void a_process_that_left_its_group_and_lost_its_parent_is_found_by_its_mark() throws Exception {
    String mark = "test/" + System.nanoTime();
    Process parent = marked(mark, "setsid sh -c 'sleep 500 & exec sleep 500' & exit 0");
    assertTrue(parent.waitFor(60, TimeUnit.SECONDS));
    TestNode.until(() -> Marked.by(mark::equals).size() >= 2);
    assertTrue(Marked.kill(mark) >= 2);
    TestNode.until(() -> Marked.by(mark::equals).isEmpty());
    assertFalse(parent.isAlive());
  }

  private static Process marked(String mark, String script) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
    builder.environment().put(Marked.VARIABLE, mark);
    return builder.start();
  }
}
