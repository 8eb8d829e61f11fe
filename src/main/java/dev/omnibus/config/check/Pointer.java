package dev.omnibus.config.check;

import java.util.Arrays;
import java.util.List;

/** JSON pointers (RFC 6901) and the form of them that people read. */
public final class Pointer {

  private Pointer() {}

  /** The pointer of a member. */
  public static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  /** The pointer one level up; the root is its own parent. */
  static String parent(String pointer) {
    int slash = pointer.lastIndexOf('/');
    return slash < 0 ? "" : pointer.substring(0, slash);
  }

  /** The keys and indices on the way, from the root down. */
  static List<String> steps(String pointer) {
    return pointer.isEmpty()
        ? List.of()
        : Arrays.stream(pointer.substring(1).split("/", -1)).map(Pointer::unescape).toList();
  }

  /** The last key of the way; empty for the root. */
  public static String last(String pointer) {
    List<String> steps = steps(pointer);
    return steps.isEmpty() ? "" : steps.get(steps.size() - 1);
  }

  /** {@code mcpServers.files.args[2]}. */
  static String readable(String pointer) {
    StringBuilder text = new StringBuilder();
    for (String step : steps(pointer)) {
      if (step.matches("\\d+")) {
        text.append('[').append(step).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(name(step));
      }
    }
    return text.toString();
  }

  private static String name(String step) {
    return step.matches("[A-Za-z0-9_$@*-]+") ? step : "\"" + step.replace("\"", "\\\"") + "\"";
  }

  private static String unescape(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }
}
