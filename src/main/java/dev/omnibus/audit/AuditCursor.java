package dev.omnibus.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;

/** A row's place in the order of the log over all chains, newest first. Its text is opaque. */
record AuditCursor(long at, String chain, long n) {

  static final Comparator<AuditRow> NEWEST_FIRST =
      Comparator.comparingLong((AuditRow row) -> row.at().toEpochMilli())
          .thenComparing(AuditRow::chain)
          .thenComparingLong(AuditRow::n)
          .reversed();

  static AuditCursor of(AuditRow row) {
    return new AuditCursor(row.at().toEpochMilli(), row.chain(), row.n());
  }

  /** All that is older than this moment comes after it. */
  static AuditCursor before(Instant moment) {
    return new AuditCursor(moment.toEpochMilli(), "", 0);
  }

  static AuditCursor parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split(":", 3);
      return new AuditCursor(Long.parseLong(parts[0]), parts[2], Long.parseLong(parts[1]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("'cursor' is not one of ours", e);
    }
  }

  @Override
  public String toString() {
    String plain = at + ":" + n + ":" + chain;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
