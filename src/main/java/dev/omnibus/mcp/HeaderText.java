package dev.omnibus.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A value that must survive as an HTTP header (MCP 2026-07-28, transports): as it is where that is
 * safe, else as {@code =?base64?...?=}.
 */
public final class HeaderText {
  private static final String START = "=?base64?";
  private static final String END = "?=";

  private HeaderText() {}

  public static String encode(String value) {
    return isPlain(value)
        ? value
        : START + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + END;
  }

  /** The value behind a header; empty when it looks encoded and is not. */
  public static Optional<String> decode(String header) {
    if (!header.startsWith(START) || !header.endsWith(END)) {
      return Optional.of(header);
    }
    int end = Math.max(START.length(), header.length() - END.length());
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(START.length(), end));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(String value) {
    return value.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)
        && value.equals(value.strip())
        && !(value.startsWith(START) && value.endsWith(END));
  }
}
