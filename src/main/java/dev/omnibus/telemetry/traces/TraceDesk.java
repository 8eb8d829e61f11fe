package dev.omnibus.telemetry.traces;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.model.Fields;
import dev.omnibus.tracing.Span;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds traces on all nodes for who asks any of them. Each node shows what belongs to servers that
 * the caller may see; of a server that it may not see there is no span.
 *
 * <p>{@code query.trace.list} (see {@link TraceSearch}) → {@code {"traces":[..],"missing":[..]}},
 * the newest first (see {@link Row}); {@code query.trace.get {"trace"}} → {@code
 * {"trace","open":false,"spans":[..],"missing":[..]}}, the earliest first (see {@link Span}).
 */
final class TraceDesk {

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** What one answer may hold; more would be no picture. */
  private static final int MOST_SPANS = 2_000;

  private final Bus bus;
  private final Membership membership;
  private final Policy policy;
  private final Known known;

  TraceDesk(Bus bus, Membership membership, Policy policy, Known known) {
    this.bus = bus;
    this.membership = membership;
    this.policy = policy;
    this.known = known;
  }

  /** Completes when the other nodes can reach this one. */
  Future<?> listen() {
    bus.answer(Addresses.QUERY_TRACE_LIST, this::list);
    bus.answer(Addresses.QUERY_TRACE_GET, this::get);
    return Future.all(
        bus.answerNode(Addresses.TRACE_LIST, this::listHere).completion(),
        bus.answerNode(Addresses.TRACE_GET, this::getHere).completion());
  }

  private Future<JsonObject> list(Request request) {
    TraceSearch wanted = TraceSearch.fromJson(request.body());
    return everywhere(Addresses.TRACE_LIST, request).map(found -> listed(found, wanted));
  }

  private static JsonObject listed(Found found, TraceSearch wanted) {
    Map<String, List<Row>> traces =
        found.all("traces").stream()
            .map(Row::fromJson)
            .collect(Collectors.groupingBy(Row::trace, LinkedHashMap::new, Collectors.toList()));
    List<JsonObject> rows =
        wanted
            .chosen(
                traces.values().stream().flatMap(ofOne -> calls(wanted, ofOne)),
                Row::startUs,
                Row::tookUs)
            .stream()
            .map(Row::toJson)
            .toList();
    return found.missing(new JsonObject().put("traces", new JsonArray(rows)));
  }

  /**
   * One row for all of a trace; each call for itself where the slowest of a time are looked for.
   */
  private static Stream<Row> calls(TraceSearch wanted, List<Row> ofOne) {
    if (wanted.eachUs() == 0) {
      return Stream.of(Row.together(ofOne));
    }
    List<Row> calls = ofOne.stream().filter(Row::isCall).toList();
    return (calls.isEmpty() ? ofOne : calls).stream();
  }

  private Future<JsonObject> get(Request request) {
    String trace = Fields.of(request.body()).text("trace");
    return everywhere(Addresses.TRACE_GET, request).map(found -> gathered(found, trace));
  }

  private JsonObject gathered(Found found, String trace) {
    List<Span> spans = found.all("spans").stream().map(Span::fromJson).toList();
    if (spans.isEmpty()) {
      throw Failure.NOT_FOUND.because("nothing is kept of trace " + trace);
    }
    List<JsonObject> shown =
        Aligned.of(spans, known.nowUs()).stream().limit(MOST_SPANS).map(Span::toJson).toList();
    boolean open = spans.stream().anyMatch(span -> span.durationUs() == null);
    return found.missing(
        new JsonObject()
            .put("trace", trace)
            .put("open", open)
            .put("spans", new JsonArray(shown))
            .put("leftOut", spans.size() - shown.size()));
  }

  private Future<JsonObject> listHere(Request request) {
    TraceSearch wanted = TraceSearch.fromJson(request.body());
    long now = known.nowUs();
    List<JsonObject> rows =
        known.chosen(wanted, sees(request)).stream()
            .map(spans -> Row.of(spans, now).toJson())
            .toList();
    return Future.succeededFuture(new JsonObject().put("traces", new JsonArray(rows)));
  }

  private Future<JsonObject> getHere(Request request) {
    List<JsonObject> spans =
        known
            .of(Fields.of(request.body()).text("trace"))
            .filter(sees(request))
            .limit(MOST_SPANS)
            .map(Span::toJson)
            .toList();
    return Future.succeededFuture(new JsonObject().put("spans", new JsonArray(spans)));
  }

  /** Whether who asks may see a span; the policy is asked once for each server. */
  private Predicate<Span> sees(Request request) {
    if (request.caller() == null) {
      return span -> false;
    }
    Caller caller = Caller.fromJson(request.caller());
    Map<String, Boolean> seen = new HashMap<>();
    return span -> seen.computeIfAbsent(span.server(), name -> policy.maySee(caller, name));
  }

  /** What all nodes said that answered, and which did not. */
  private record Found(List<JsonObject> answers, List<String> silent) {

    List<JsonObject> all(String key) {
      return answers.stream()
          .flatMap(answer -> answer.getJsonArray(key).stream())
          .map(JsonObject.class::cast)
          .toList();
    }

    JsonObject missing(JsonObject answer) {
      return silent.isEmpty() ? answer : answer.put("missing", new JsonArray(silent));
    }
  }

  private Future<Found> everywhere(String word, Request request) {
    List<NodeId> nodes = List.copyOf(membership.live());
    List<Future<JsonObject>> asked =
        nodes.stream()
            .map(n -> bus.askNode(n.toString(), word, request.body(), request.caller(), PATIENCE))
            .toList();
    return Future.join(asked).transform(done -> Future.succeededFuture(found(nodes, asked)));
  }

  private static Found found(List<NodeId> nodes, List<Future<JsonObject>> asked) {
    List<JsonObject> answers = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (asked.get(i).succeeded()) {
        answers.add(asked.get(i).result());
      } else {
        silent.add(nodes.get(i).toString());
      }
    }
    return new Found(answers, silent);
  }
}
