package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import java.nio.charset.StandardCharsets;

/**
 * About what a row takes of a database, indices included: its texts, those that indices repeat more
 * than once, and the rest of it. The same number in Java and in SQL, so that what a chain takes can
 * be kept by adding and taking away.
 */
final class RowBytes {

  /** Numbers, hash, places in indices, and what pages leave free. */
  private static final int REST = 260;

  /** {@code db/.../V4__audit_bytes.sql} says the same for what was there before. */
  static final String SQL =
      REST
          + " + 2 * octet_length(chain) + 3 * COALESCE(octet_length(actor), 0)"
          + " + octet_length(action) + 3 * COALESCE(octet_length(server), 0)"
          + " + COALESCE(octet_length(tool), 0) + octet_length(outcome)"
          + " + COALESCE(octet_length(detail), 0)";

  private RowBytes() {}

  static long of(AuditRow row) {
    AuditEntry entry = row.entry();
    return REST
        + 2L * of(row.chain())
        + 3L * of(entry.user())
        + of(entry.action())
        + 3L * of(entry.server())
        + of(entry.tool())
        + of(entry.outcome())
        + of(row.detail());
  }

  private static long of(String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
