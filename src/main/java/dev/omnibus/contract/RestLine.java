package dev.omnibus.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a command or query stands over HTTP: {@code POST /api/v1/servers/{server}/restart}. What
 * stands in braces are fields of its body.
 */
public record RestLine(String method, String path) {

  private static final Pattern FORM =
      Pattern.compile("(GET|POST|PUT|DELETE) (/api/v1(/[a-z][a-z-]*|/\\{[a-zA-Z]+})+)");

  /** Reads the line of a definition. */
  public static RestLine of(String line) {
    if (!FORM.matcher(line).matches()) {
      throw new IllegalArgumentException("'" + line + "' is no line such as GET /api/v1/servers");
    }
    int space = line.indexOf(' ');
    return new RestLine(line.substring(0, space), line.substring(space + 1));
  }

  /** Whether what the caller says stands in a body. */
  public boolean hasBody() {
    return method.equals("POST") || method.equals("PUT");
  }

  /** The names in braces, in their order. */
  public List<String> parameters() {
    return segments().stream().filter(RestLine::isParameter).map(RestLine::name).toList();
  }

  /** The values of the parameters, when a path is one of this line. */
  public Optional<Map<String, String>> match(List<String> path) {
    List<String> mine = segments();
    if (mine.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < mine.size(); i++) {
      if (isParameter(mine.get(i))) {
        values.put(name(mine.get(i)), path.get(i));
      } else if (!mine.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** Whether there is a request that is one of both lines. */
  public boolean collides(RestLine other) {
    List<String> mine = segments();
    List<String> theirs = other.segments();
    if (!method.equals(other.method) || mine.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (!isParameter(mine.get(i))
          && !isParameter(theirs.get(i))
          && !mine.get(i).equals(theirs.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The parts of a path between the slashes. */
  public static List<String> segments(String path) {
    return new ArrayList<>(List.of(path.substring(1).split("/", -1)));
  }

  private List<String> segments() {
    return segments(path);
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static String name(String segment) {
    return segment.substring(1, segment.length() - 1);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
