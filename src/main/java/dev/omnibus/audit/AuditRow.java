package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * An act as it stands in the log: a link of a chain.
 *
 * <p>{@code {"node":"n1","n":42,"at":"2026-11-22T10:00:00.123Z","user":"ann",
 * "action":"command.server.restart","server":"files","outcome":"ok","durationMs":12,
 * "detail":{...},"chain":"n1~k3f9","hash":"9a0c..."}}
 *
 * @param n the row's number in its chain, from 1 without gaps
 * @param detail the entry's own as the text that is kept and hashed; null for none
 * @param hash over this row and the hash of the row before it
 */
record AuditRow(String chain, long n, AuditEntry entry, String detail, byte[] hash) {

  Instant at() {
    return entry.at();
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("node", chain.substring(0, chain.indexOf('~')))
        .put("n", n)
        .mergeIn(entry.toJson())
        .put("chain", chain)
        .put("hash", Hex.of(hash));
  }

  static AuditRow fromJson(JsonObject json) {
    AuditEntry entry = AuditEntry.fromJson(json);
    return new AuditRow(
        json.getString("chain"),
        json.getLong("n"),
        entry,
        entry.detail() == null ? null : entry.detail().encode(),
        Hex.bytes(json.getString("hash")));
  }
}
