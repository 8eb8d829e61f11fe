package dev.omnibus.mcp.wire;

import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;

/** A JSON string between its bytes and its text. */
final class JsonText {

  private JsonText() {}

  /** The text of a string that the scanner has passed, quotes included in the range. */
  static String decode(byte[] in, int start, int end) {
    String plain = new String(in, start + 1, end - start - 2, StandardCharsets.UTF_8);
    return plain.indexOf('\\') < 0 ? plain : unescaped(plain);
  }

  static String encode(String text) {
    return Json.encode(text);
  }

  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = text.charAt(++i);
      if (escape == 'u') {
        out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
        i += 4;
      } else {
        out.append(meant(escape));
      }
    }
    return out.toString();
  }

  private static char meant(char escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escape;
    };
  }
}
