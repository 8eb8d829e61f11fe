package dev.omnibus.gateway.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One agent before replicas that note what they are asked, and answer when told to. */
class SpreadWayTest {

  private final Map<String, Toy> toys = new HashMap<>();
  private final List<String> opened = new ArrayList<>();
  private String best = "r~1";
  private String instead;

  private final SpreadWay.Replicas replicas =
      new SpreadWay.Replicas() {
        @Override
        public String best() {
          if ("none".equals(best)) {
            throw Failure.UNAVAILABLE.because("all rest");
          }
          return best;
        }

        @Override
        public Future<Way> open(String replica) {
          String at = instead == null ? replica : instead;
          opened.add(at);
          return Future.succeededFuture(toys.computeIfAbsent(at, Toy::new));
        }
      };

  private static final class Toy extends QuietWay {
    private final String replica;
    private final List<String> asked = new ArrayList<>();
    private final List<String> posted = new ArrayList<>();
    private String result = "{}";
    private FlightListener last;

    Toy(String replica) {
      this.replica = replica;
    }

    @Override
    public Flight request(Envelope request, FlightListener listener, Duration deadline) {
      asked.add(request.method());
      last = listener;
      if (!"slow".equals(request.method())) {
        listener.response(JsonRpc.resultOf(request.id(), result));
      }
      return Flight.OVER;
    }

    @Override
    public String replica() {
      return replica;
    }

    @Override
    public Era era() {
      return Era.MODERN;
    }

    @Override
    public Future<Void> post(Envelope message) {
      posted.add(message.id());
      return Future.succeededFuture();
    }
  }

  private Way way() {
    return SpreadWay.open(replicas).result();
  }

  private static Envelope request(String method, String params) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
  }

  private static Throwable[] ask(Way way, String method, String params) {
    Throwable[] why = new Throwable[1];
    way.request(
        request(method, params),
        new FlightListener() {
          @Override
          public void message(Envelope message) {
            way.post(
                Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + ",\"result\":{}}"));
          }

          @Override
          public void response(Envelope reply) {
            // as it should be
          }

          @Override
          public void failed(Throwable cause, boolean sent) {
            assertFalse(sent);
            why[0] = cause;
          }
        },
        Duration.ofSeconds(1));
    return why;
  }

  @Test
  void each_request_goes_to_the_best_and_each_replica_is_opened_once() {
    Way way = way();
    for (String next : List.of("r~1", "r~2", "r~1", "r~2")) {
      best = next;
      ask(way, "tools/call", "{}");
    }
    assertEquals(List.of("r~1", "r~2"), opened);
    assertEquals(2, toys.get("r~1").asked.size());
    assertEquals(2, toys.get("r~2").asked.size());
  }

  @Test
  void what_goes_on_with_something_goes_to_who_gave_it_out() {
    Way way = way();
    Map<String, String> given =
        Map.of(
            "{\"requestState\":\"s\"}", "{\"requestState\":\"s\"}",
            "{\"nextCursor\":\"c\"}", "{\"cursor\":\"c\"}",
            "{\"task\":{\"taskId\":\"t\"}}", "{\"taskId\":\"t\"}",
            "{\"taskId\":\"u\"}", "{\"taskId\":\"u\"}");
    given.forEach(
        (result, params) -> {
          best = "r~1";
          toys.get("r~1").result = result;
          ask(way, "first", "{}");
          best = "r~2";
          ask(way, "again", params);
        });
    assertEquals(8, toys.get("r~1").asked.size());
    ask(way, "again", "{\"cursor\":\"nobody's\"}");
    assertEquals(List.of("again"), toys.get("r~2").asked);
  }

  @Test
  void a_replica_that_was_lost_is_opened_again_when_it_is_the_best_again() {
    Way way = way();
    toys.get("r~1").close();
    assertFalse(way.closed().isComplete());
    toys.remove("r~1");
    ask(way, "tools/call", "{}");
    assertEquals(List.of("r~1", "r~1"), opened);
  }

  @Test
  void one_that_stands_in_for_another_is_not_taken_for_it() {
    Way way = way();
    best = "r~2";
    instead = "r~1";
    ask(way, "tools/call", "{}");
    assertEquals(1, toys.get("r~1").asked.size());
    instead = null;
    ask(way, "tools/call", "{}");
    assertEquals(1, toys.get("r~2").asked.size());
  }

  @Test
  void a_refusal_goes_to_who_asked_whatever_ids_the_others_use() {
    Way way = way();
    ask(way, "slow", "{}");
    best = "r~2";
    ask(way, "slow", "{}");
    toys.values().forEach(toy -> toy.last.message(request("elicitation/create", "{}")));
    assertEquals(List.of("1"), toys.get("r~1").posted);
    assertEquals(List.of("1"), toys.get("r~2").posted);
  }

  @Test
  void where_none_can_be_asked_the_request_was_not_sent() {
    Way way = way();
    best = "none";
    Throwable[] why = ask(way, "tools/call", "{}");
    assertEquals(Failure.UNAVAILABLE, ((BusException) why[0]).failure());
    assertFalse(way.closed().isComplete());
  }

  @Test
  void a_server_that_has_no_replicas_any_more_needs_another_way() {
    Way way = way();
    best = null;
    Throwable[] why = ask(way, "tools/call", "{}");
    assertEquals(Failure.UNAVAILABLE, ((BusException) why[0]).failure());
    assertTrue(way.closed().isComplete());
    assertTrue(toys.get("r~1").closed().isComplete());
  }
}
