package dev.omnibus.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.TracesConfig;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracesTest {

  private static final String ASKING = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final long SECOND = 1_000_000_000;

  private final List<Kept> kept = new ArrayList<>();

  /** However long the machine stands still, nothing is slow. */
  private Traces traces(JsonObject config) {
    Traces traces = new Traces(TracesConfig.fromJson(config.put("slowMs", 3_600_000)));
    traces.onKept((trace, why) -> kept.add(why));
    return traces;
  }

  private static CallTrace call(Traces traces, String parent, String server) {
    return traces.call(parent, server, "tools/call", "read", "key:bot");
  }

  @Test
  void one_call_a_second_of_each_server_is_kept_whatever_it_was() {
    Traces traces = traces(new JsonObject().put("share", 0.0));
    long before = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      traces.over(call(traces, null, "files"), false, "ok");
    }
    traces.over(call(traces, null, "quiet"), false, "ok");
    long seconds = (System.nanoTime() - before) / SECOND;
    assertTrue(kept.size() >= 2 && kept.size() <= 2 + seconds, () -> kept.toString());
  }

  @Test
  void an_agent_that_records_its_trace_has_so_many_a_second_and_no_more() {
    Sampling sampling = new Sampling(TracesConfig.fromJson(new JsonObject().put("share", 0.0)));
    TraceContext asking = TraceContext.parse(ASKING);
    long asked = 0;
    for (int i = 0; i < 1_000; i++) {
      asked += sampling.before("files", asking, asking, 7 * SECOND + i) == Kept.ASKED ? 1 : 0;
    }
    assertEquals(5, asked);
  }

  @Test
  void what_somebody_will_look_at_is_kept_and_no_more_than_so_many_a_second() {
    Traces traces = traces(new JsonObject().put("share", 0.0));
    traces.over(call(traces, null, "files"), false, "ok"); // the one of this second
    CallTrace looked = call(traces, null, "files");
    traces.want(looked);
    assertTrue(traces.over(looked, false, "ok"));
    assertEquals(Kept.ASKED, kept.get(1));
    Sampling sampling = new Sampling(TracesConfig.fromJson(new JsonObject()));
    long wanted = 0;
    for (int i = 0; i < 1_000; i++) {
      wanted += sampling.wanted("files", 7 * SECOND + i) ? 1 : 0;
    }
    assertEquals(5, wanted);
  }

  @Test
  void a_failed_one_is_kept_and_a_slow_one() {
    Sampling sampling = new Sampling(TracesConfig.fromJson(new JsonObject()));
    long began = 7 * SECOND;
    assertEquals(
        Kept.FAILED, sampling.after("files", null, new Ended(began + 5, true, "tool"), began));
    assertEquals(
        Kept.SLOW,
        sampling.after("files", null, new Ended(began + 2 * SECOND, false, "ok"), began));
    assertEquals(null, sampling.after("files", null, new Ended(began + 5, false, "ok"), began));
  }

  @Test
  void a_noisy_server_takes_nothing_from_the_others() {
    Sampling sampling = new Sampling(TracesConfig.fromJson(new JsonObject()));
    long now = 7 * SECOND;
    int noisy = 0;
    for (int i = 0; i < 10_000; i++) {
      noisy += sampling.after("noisy", null, new Ended(now, true, "tool"), now) == null ? 0 : 1;
    }
    assertEquals(5, noisy);
    assertEquals(Kept.FAILED, sampling.after("files", null, new Ended(now, true, "tool"), now));
  }

  @Test
  void a_share_of_the_others_is_kept() {
    Sampling sampling =
        new Sampling(TracesConfig.fromJson(new JsonObject().put("share", 0.5).put("perSecond", 5)));
    int lucky = 0;
    for (int i = 0; i < 10_000; i++) {
      long now = 7 * SECOND + i * SECOND / 4; // four a second: the bound does not cut
      lucky += sampling.before("files", TraceContext.fresh(), null, now) == null ? 0 : 1;
    }
    assertTrue(lucky > 5_500 && lucky < 7_500, "half of them, and one a second: " + lucky);
  }

  @Test
  void what_the_owner_did_not_keep_is_found_when_the_call_was_worth_it() {
    Traces traces = traces(new JsonObject());
    CallTrace first = call(traces, null, "files");
    first.hops("n2@k");
    String told =
        new TraceContext(first.own().high(), first.own().low(), first.onward().span(), false)
            .text();
    CallTrace served = traces.serve(told, "files", null, "tools/call", "read");
    assertTrue(traces.underWay().toList().contains(served));
    traces.over(served, false, "ok");
    assertTrue(kept.isEmpty());

    traces.keepServed(first.hops().get(0).context());
    assertEquals(List.of(Kept.SAMPLED), kept);
    traces.keepServed(first.hops().get(0).context());
    assertEquals(1, kept.size(), "once");
  }

  @Test
  void what_is_still_served_is_kept_when_it_is_over() {
    Traces traces = traces(new JsonObject());
    CallTrace served =
        traces.serve(ASKING.replace("-01", "-00"), "files", null, "tools/call", "read");
    traces.keepServed(served.own());
    assertTrue(kept.isEmpty());
    traces.over(served, false, "cancelled");
    assertEquals(List.of(Kept.SAMPLED), kept);
  }

  @Test
  void the_call_that_alone_is_served_by_a_server_or_replica_is_known() {
    Traces traces = traces(new JsonObject());
    assertEquals(null, traces.onlyServed("files"));
    CallTrace first = traces.serve(ASKING, "files", null, "tools/call", "read");
    CallTrace other = traces.serve("", "files", "files~2", "tools/call", "read");
    assertEquals(first.own().trace(), traces.onlyServed("files"));
    assertEquals(other.own().trace(), traces.onlyServed("files~2"));
    CallTrace second = traces.serve("", "files", null, "tools/call", "read");
    assertEquals(null, traces.onlyServed("files"), "which of them, nobody knows");
    traces.over(first, false, "ok");
    assertEquals(second.own().trace(), traces.onlyServed("files"));
  }

  @Test
  void where_it_is_off_nothing_is_kept_and_the_context_goes_on() {
    Traces traces = traces(new JsonObject().put("enabled", false));
    CallTrace call = call(traces, ASKING, "files");
    call.tries();
    assertEquals(0, call.count());
    assertEquals(ASKING.substring(0, 36), call.onward().text().substring(0, 36));
    traces.over(call, true, "timeout");
    assertTrue(kept.isEmpty());
  }
}
