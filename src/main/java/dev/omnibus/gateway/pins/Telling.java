package dev.omnibus.gateway.pins;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.gateway.pins.Inspector.Finding;
import dev.omnibus.model.SchemaWatch;
import dev.omnibus.model.Severity;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says in the log, on the bus and for the audit log what became of definitions. */
final class Telling {

  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
  private static final int MOST = 100;

  private final Bus bus;
  private final AuditTrail trail;
  private final Clock clock;

  Telling(Bus bus, AuditTrail trail, Clock clock) {
    this.bus = bus;
    this.trail = trail;
    this.clock = clock;
  }

  /** A server describes something otherwise than before. */
  void changed(String server, SchemaWatch watch, Finding finding) {
    List<Change> news = finding.news();
    boolean allowed = watch.policy() == SchemaWatch.Policy.ALLOW;
    LOG.atLevel(allowed ? Level.INFO : Level.WARN)
        .log(
            "server={} describes {} things otherwise than before policy={} items={}",
            server,
            news.size(),
            watch.policy().word(),
            items(news));
    JsonObject data =
        new JsonObject()
            .put("server", server)
            .put("policy", watch.policy().word())
            .put("digest", Changes.digest(news))
            .put("count", news.size())
            .put("changes", summaries(news));
    Severity severity = allowed ? Severity.INFO : Severity.WARNING;
    bus.publish(Addresses.EVENT_SCHEMA_CHANGED, "mcp_schema_changed", severity.word(), data);
    note(server, watch.policy(), news);
  }

  /** An operator decided. */
  void decided(String server, String decision, String by, List<Change> changes) {
    JsonObject data =
        new JsonObject()
            .put("server", server)
            .put("decision", decision)
            .put("by", by)
            .put("items", items(changes));
    bus.publish(Addresses.EVENT_SCHEMA_DECIDED, "mcp_schema_decided", Severity.INFO.word(), data);
  }

  /** The command itself is noted where all are; this says what it was about. */
  private void note(String server, SchemaWatch.Policy policy, List<Change> all) {
    JsonObject detail = new JsonObject().put("items", items(all)).put("count", all.size());
    trail.record(
        new AuditEntry(
            clock.instant(), null, "schema.changed", server, null, policy.word(), null, detail));
  }

  static JsonArray items(List<Change> changes) {
    return new JsonArray(changes.stream().limit(MOST).map(Change::item).toList());
  }

  private static JsonArray summaries(List<Change> changes) {
    JsonArray summaries = new JsonArray();
    changes.stream()
        .limit(MOST)
        .forEach(
            change -> summaries.add(change.summary().put("invisible", change.hidesSomething())));
    return summaries;
  }
}
