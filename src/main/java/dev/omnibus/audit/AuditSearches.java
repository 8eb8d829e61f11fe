package dev.omnibus.audit;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the log of the whole cluster. Where nodes share a database, this node asks it;
 * where each keeps its own, all nodes are asked and what they found is put in one order. Rows about
 * servers that do not exist for the caller are left out.
 *
 * <p>{@code query.audit.search {"user":"ann","limit":100}} → {@code {"rows":[...],"cursor":"...",
 * "missing":["n2@k3f9"]}}; without {@code cursor} there is no more; {@code missing} names nodes
 * that did not answer.
 */
final class AuditSearches {

  private static final Logger LOG = LoggerFactory.getLogger(AuditSearches.class);
  private static final Duration PEER = Duration.ofSeconds(5);

  private final Bus bus;
  private final Membership membership;
  private final Policy policy;
  private final AuditTable table;
  private final WorkerExecutor readers;
  private final boolean shared;

  /**
   * @param shared whether all nodes write into one database
   */
  AuditSearches(
      Bus bus,
      Membership membership,
      Policy policy,
      AuditTable table,
      WorkerExecutor readers,
      boolean shared) {
    this.bus = bus;
    this.membership = membership;
    this.policy = policy;
    this.table = table;
    this.readers = readers;
    this.shared = shared;
  }

  Future<?> listen() {
    bus.answer(Addresses.QUERY_AUDIT_SEARCH, this::answer);
    return bus.answerNode(Addresses.AUDIT_SEARCH, request -> here(request.body())).completion();
  }

  private Future<JsonObject> answer(Request request) {
    if (request.caller() == null) {
      return Future.failedFuture(Failure.UNAUTHENTICATED.because(null));
    }
    return search(request.body(), Caller.fromJson(request.caller()));
  }

  /** What this caller may see of what the search finds. */
  Future<JsonObject> search(JsonObject body, Caller caller) {
    JsonObject wanted = body == null ? new JsonObject() : body;
    AuditSearch.fromJson(wanted);
    List<NodeId> nodes = shared ? List.of(membership.self()) : List.copyOf(membership.live());
    List<Future<JsonObject>> parts = nodes.stream().map(node -> ask(node, wanted)).toList();
    return Future.join(parts).transform(done -> together(wanted, nodes, parts, caller));
  }

  private Future<JsonObject> ask(NodeId node, JsonObject body) {
    return node.equals(membership.self())
        ? here(body)
        : bus.askNode(node.toString(), Addresses.AUDIT_SEARCH, body, null, PEER);
  }

  private Future<JsonObject> here(JsonObject body) {
    AuditSearch search = AuditSearch.fromJson(body);
    return readers
        .executeBlocking(() -> table.search(search), false)
        .map(rows -> new JsonObject().put("rows", array(rows)))
        .recover(
            cause -> {
              LOG.warn("the audit log can't be read: {}", cause.getMessage());
              return Future.failedFuture(
                  Failure.UNAVAILABLE.because("the audit log can't be read now"));
            });
  }

  /** A page of rows that are not there for the caller says nothing of them: it is passed over. */
  private Future<JsonObject> together(
      JsonObject body, List<NodeId> nodes, List<Future<JsonObject>> parts, Caller caller) {
    AuditSearch search = AuditSearch.fromJson(body);
    if (parts.stream().allMatch(Future::failed)) {
      return Future.failedFuture(parts.get(0).cause());
    }
    List<AuditRow> rows =
        parts.stream()
            .filter(Future::succeeded)
            .flatMap(part -> rows(part.result()))
            .sorted(AuditCursor.NEWEST_FIRST)
            .limit(search.limit())
            .toList();
    List<AuditRow> visible = rows.stream().filter(row -> sees(caller, row)).toList();
    boolean more = rows.size() == search.limit();
    if (more && visible.isEmpty()) {
      return search(body.copy().put("cursor", cursor(rows)), caller);
    }
    JsonObject answer = new JsonObject().put("rows", array(visible));
    if (more) {
      answer.put("cursor", cursor(visible));
    }
    List<String> missing = missing(nodes, parts);
    if (!missing.isEmpty()) {
      answer.put("missing", new JsonArray(missing));
    }
    return Future.succeededFuture(answer);
  }

  private static String cursor(List<AuditRow> rows) {
    return AuditCursor.of(rows.get(rows.size() - 1)).toString();
  }

  private boolean sees(Caller caller, AuditRow row) {
    return row.entry().server() == null || policy.maySee(caller, row.entry().server());
  }

  private static List<String> missing(List<NodeId> nodes, List<Future<JsonObject>> parts) {
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).failed()) {
        missing.add(nodes.get(i).toString());
      }
    }
    return missing;
  }

  private static Stream<AuditRow> rows(JsonObject part) {
    return Fields.of(part).objects("rows", AuditRow::fromJson).stream();
  }

  private static JsonArray array(List<AuditRow> rows) {
    JsonArray array = new JsonArray();
    rows.forEach(row -> array.add(row.toJson()));
    return array;
  }
}
