package dev.omnibus.audit;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Places;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the log of the whole cluster. Where nodes share a database, this node asks it;
 * where each keeps its own, all nodes are asked and what they found is put in one order. Rows about
 * servers that do not exist for the caller are left out.
 *
 * <p>{@code query.audit.search {"user":"ann","limit":100}} → {@code {"rows":[...],"cursor":"...",
 * "missing":["n2@k3f9"]}}; without {@code cursor} there is no more; {@code missing} names nodes
 * that did not answer; {@code reached} says how far back it looked where more would take too long;
 * {@code stores} tells of nodes whose store takes no rows now.
 */
final class AuditSearches {

  private static final Logger LOG = LoggerFactory.getLogger(AuditSearches.class);
  private static final Duration PEER = Duration.ofSeconds(8);

  /** Whoever looks at a page waits no longer for it. */
  private static final Duration STEPS = Duration.ofSeconds(2);

  private static final int MOST_OF_ONE = 8;
  private static final int MOST = 64;

  private final Places places = new Places(MOST_OF_ONE, MOST);
  private final Bus bus;
  private final Membership membership;
  private final Policy policy;
  private final AuditTable table;
  private final WorkerExecutor readers;
  private final boolean shared;
  private final Duration patience;
  private final Supplier<JsonObject> store;

  /**
   * @param shared whether all nodes write into one database
   * @param patience how long rows that are not there for a caller are passed over
   * @param store how the store of this node takes rows, null while it does as it should
   */
  AuditSearches(
      Bus bus,
      Membership membership,
      Policy policy,
      AuditTable table,
      WorkerExecutor readers,
      boolean shared,
      Duration patience,
      Supplier<JsonObject> store) {
    this.bus = bus;
    this.membership = membership;
    this.policy = policy;
    this.table = table;
    this.readers = readers;
    this.shared = shared;
    this.patience = patience;
    this.store = store;
  }

  Future<?> listen() {
    bus.answer(Addresses.QUERY_AUDIT_SEARCH, this::answer);
    return bus.answerNode(Addresses.AUDIT_SEARCH, request -> here(request.body())).completion();
  }

  private Future<JsonObject> answer(Request request) {
    if (request.caller() == null) {
      return Future.failedFuture(Failure.UNAUTHENTICATED.because(null));
    }
    Caller caller = Caller.fromJson(request.caller());
    return places.in(caller.user(), () -> search(request.body(), caller));
  }

  /**
   * What this caller may see of what the search finds; when that takes too long, nothing but where
   * to go on.
   */
  Future<JsonObject> search(JsonObject body, Caller caller) {
    JsonObject wanted = body == null ? new JsonObject() : body;
    return search(wanted, caller, System.nanoTime() + patience.toNanos());
  }

  private Future<JsonObject> search(JsonObject body, Caller caller, long end) {
    int limit = AuditSearch.fromJson(body).limit();
    List<NodeId> nodes = shared ? List.of(membership.self()) : List.copyOf(membership.live());
    List<Future<JsonObject>> parts = nodes.stream().map(node -> ask(node, body)).toList();
    return Future.join(parts)
        .transform(done -> together(limit, nodes, parts))
        .compose(page -> shown(page, body, caller, end));
  }

  private Future<JsonObject> ask(NodeId node, JsonObject body) {
    return node.equals(membership.self())
        ? here(body)
        : bus.askNode(node.toString(), Addresses.AUDIT_SEARCH, body, null, PEER);
  }

  private Future<JsonObject> here(JsonObject body) {
    AuditSearch search = AuditSearch.fromJson(body);
    return readers
        .executeBlocking(() -> table.search(search, STEPS), false)
        .map(found -> AuditPage.part(found, store.get()))
        .recover(
            cause -> {
              LOG.warn("the audit log can't be read: {}", cause.getMessage());
              return Future.failedFuture(
                  Failure.UNAVAILABLE.because("the audit log can't be read now"));
            });
  }

  private static Future<AuditPage> together(
      int limit, List<NodeId> nodes, List<Future<JsonObject>> parts) {
    return parts.stream().allMatch(Future::failed)
        ? Future.failedFuture(parts.get(0).cause())
        : Future.succeededFuture(AuditPage.of(limit, nodes, parts));
  }

  /** A page of rows that are not there for the caller says nothing of them: it is passed over. */
  private Future<JsonObject> shown(AuditPage page, JsonObject body, Caller caller, long end) {
    AuditPage visible = page.only(row -> sees(caller, row));
    if (page.isFull() && visible.rows().isEmpty()) {
      return System.nanoTime() - end < 0
          ? search(body.copy().put("cursor", page.cursor()), caller, end)
          : Future.succeededFuture(page.withheld());
    }
    return Future.succeededFuture(visible.toJson());
  }

  private boolean sees(Caller caller, AuditRow row) {
    return row.entry().server() == null || policy.maySee(caller, row.entry().server());
  }
}
