package dev.omnibus.mcp.wire;

/**
 * Where a JSON value stands in a message.
 *
 * @param start of its first byte
 * @param end behind its last byte
 */
public record Span(int start, int end) {

  public int length() {
    return end - start;
  }
}
