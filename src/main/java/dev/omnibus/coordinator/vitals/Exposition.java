package dev.omnibus.coordinator.vitals;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A page in the Prometheus text format or in OpenMetrics, read as it comes: a line at a time is
 * held, and of all its series only those that {@link Reported} knows. Series of one name are added.
 */
final class Exposition implements Handler<Buffer> {

  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final Set<String> TYPES = Set.of("", "text/plain", OPEN_METRICS);

  /** Nothing that is looked for is longer. */
  private static final int LONGEST = 4_096;

  private final byte[] line = new byte[LONGEST];
  private final Map<String, Double> values = new HashMap<>();
  private int length;
  private boolean ended;
  private McpException trouble;

  @Override
  public void handle(Buffer piece) {
    for (byte one : piece.getBytes()) {
      if (one == '\n') {
        line();
        length = 0;
      } else if (length < LONGEST) {
        line[length++] = one;
      } else {
        line[0] = ' '; // too long for what is looked for
      }
    }
  }

  /**
   * What all of it says, by name; fails when it is no such page.
   *
   * @param type the media type of it; empty when none was said
   */
  Map<String, Double> end(String type) {
    line();
    if (!TYPES.contains(type)) {
      throw garbage("it is " + type + ", not text in the Prometheus format");
    }
    if (trouble != null) {
      throw trouble;
    }
    if (type.equals(OPEN_METRICS) && !ended) {
      throw garbage("it ends before its '# EOF'");
    }
    return values;
  }

  private void line() {
    if (length == 0) {
      return;
    }
    if (line[0] == '#') {
      ended |= text().strip().equals("# EOF");
    } else if (Reported.mayBegin(line[0])) {
      sample(text());
    }
  }

  private String text() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * {@code name{label="text"} 1.5 1764380000 # an exemplar}; labels, time and exemplar may lack.
   */
  private void sample(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '{' && !isSpace(text.charAt(end))) {
      end++;
    }
    String name = text.substring(0, end);
    if (Reported.isName(name)) {
      int from = end < text.length() && text.charAt(end) == '{' ? afterLabels(text, end) : end;
      value(name, from < 0 ? "" : text.substring(from).strip().split("[ \t]", 2)[0]);
    }
  }

  private static boolean isSpace(char letter) {
    return letter == ' ' || letter == '\t';
  }

  /** A label may hold anything, also a brace. Less than 0 when they have no end. */
  private static int afterLabels(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (quoted && letter == '\\') {
        i++;
      } else if (letter == '"') {
        quoted = !quoted;
      } else if (letter == '}' && !quoted) {
        return i + 1;
      }
    }
    return -1;
  }

  private void value(String name, String text) {
    try {
      double value = Double.parseDouble(text.replace("Inf", "Infinity"));
      values.merge(name, value, Double::sum);
    } catch (NumberFormatException none) {
      trouble = garbage("its " + name + " has no number");
    }
  }

  private static McpException garbage(String why) {
    return McpException.of(Kind.GARBAGE, why);
  }
}
