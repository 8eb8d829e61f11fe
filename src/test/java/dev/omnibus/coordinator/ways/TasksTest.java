package dev.omnibus.coordinator.ways;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.wire.Envelope;
import org.junit.jupiter.api.Test;

/** Whether a task keeps a server awake, and whose it is. */
class TasksTest {

  private static final String ANN = "session ann";

  private long now;
  private final Tasks tasks = new Tasks(() -> now);

  private void reply(String result) {
    tasks.heard(Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}"), ANN);
  }

  private void begin(String ttl) {
    reply("{\"task\":{\"taskId\":\"t\",\"status\":\"working\",\"ttl\":" + ttl + "}}");
  }

  private static Envelope status(String status) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks/status\",\"params\":"
            + "{\"taskId\":\"t\",\"status\":\""
            + status
            + "\"}}");
  }

  @Test
  void a_task_that_is_told_to_have_ended_is_not_under_way_and_still_its_agents() {
    begin("null");
    tasks.told(status("input_required"));
    assertTrue(tasks.isUnderWay());
    tasks.told(status("failed"));
    assertFalse(tasks.isUnderWay());
    assertTrue(tasks.isOf("t", ANN));
  }

  @Test
  void a_task_whose_agent_hears_that_it_ended_is_not_under_way() {
    begin("null");
    reply("{\"taskId\":\"t\",\"status\":\"working\"}");
    assertTrue(tasks.isUnderWay());
    reply("{\"taskId\":\"t\",\"status\":\"completed\"}");
    assertFalse(tasks.isUnderWay());
  }

  @Test
  void a_task_whose_result_was_fetched_is_not_under_way() {
    begin("null");
    reply("{\"content\":[]}");
    assertTrue(tasks.isUnderWay(), "another answer says nothing of it");
    reply(
        "{\"content\":[],\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"t\"}}}");
    assertFalse(tasks.isUnderWay());
  }

  @Test
  void a_task_that_its_server_may_have_forgotten_is_not_under_way() {
    begin("1000");
    now = 999_999_999;
    assertTrue(tasks.isUnderWay());
    now = 1_000_000_000;
    assertFalse(tasks.isUnderWay());
  }
}
