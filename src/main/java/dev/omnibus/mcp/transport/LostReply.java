package dev.omnibus.mcp.transport;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which request a reply answers of which only the beginning and the end are known. Servers write
 * the id of a reply before its result or behind it, so that it stands in one of the two.
 */
final class LostReply {

  private static final String VERSION = "\"jsonrpc\"\\s*:\\s*\"2\\.0\"";
  private static final String ID = "\"id\"\\s*:\\s*(\\d{1,10})";
  private static final String OUTCOME = "\"(?:result|error)\"\\s*:";

  /** {@code {"jsonrpc":"2.0","id":7,"result":...}. */
  private static final Pattern BEFORE =
      Pattern.compile(
          "\\s*\\{\\s*(?:"
              + VERSION
              + "\\s*,\\s*)?"
              + ID
              + "\\s*,\\s*(?:"
              + VERSION
              + "\\s*,\\s*)?"
              + OUTCOME);

  /** {@code {"result":...}. */
  private static final Pattern REPLY =
      Pattern.compile("\\s*\\{\\s*(?:" + VERSION + "\\s*,\\s*)?" + OUTCOME);

  /** {@code ...,"jsonrpc":"2.0","id":7}}: a member before the last brace is one of the message. */
  private static final Pattern BEHIND =
      Pattern.compile(",\\s*" + ID + "\\s*(?:,\\s*" + VERSION + "\\s*)?\\}\\s*$");

  private LostReply() {}

  /** Empty for what is no reply, or does not say where it was expected. */
  static Optional<String> id(byte[] beginning, byte[] end) {
    String begins = text(beginning);
    Matcher before = BEFORE.matcher(begins);
    if (before.lookingAt()) {
      return Optional.of(before.group(1));
    }
    Matcher behind = BEHIND.matcher(text(end));
    return REPLY.matcher(begins).lookingAt() && behind.find()
        ? Optional.of(behind.group(1))
        : Optional.empty();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
