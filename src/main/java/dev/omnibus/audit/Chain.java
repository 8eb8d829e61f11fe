package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How a row hangs on the one before it: SHA-256 over the hash before, the row's number and all its
 * fields, each with its length, so that no row can be changed, moved or taken out unnoticed.
 */
final class Chain {

  /** What the first row of a chain hangs on. */
  static final byte[] ROOT = new byte[32];

  private static final byte[] ABSENT = ByteBuffer.allocate(4).putInt(-1).array();

  private final MessageDigest digest;

  Chain() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The hash of one row.
   *
   * @param detail the text that is kept of the entry's own; null for none
   */
  byte[] link(byte[] before, String chain, long n, AuditEntry entry, String detail) {
    digest.update(before);
    put(chain);
    put(n);
    put(entry.at().toEpochMilli());
    put(entry.user());
    put(entry.action());
    put(entry.server());
    put(entry.tool());
    put(entry.outcome());
    put(entry.durationMs() == null ? null : entry.durationMs().toString());
    put(detail);
    return digest.digest();
  }

  private void put(long number) {
    digest.update(ByteBuffer.allocate(8).putLong(number).array());
  }

  private void put(String text) {
    if (text == null) {
      digest.update(ABSENT);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
