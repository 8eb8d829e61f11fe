package dev.omnibus.gateway.agent;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an agent sends and takes; all that is spoken here is JSON. */
public final class MediaTypes {

  private static final List<String> TAKES_JSON =
      List.of("application/json", "application/*", "*/*");

  private MediaTypes() {}

  /** Whether a body of this {@code Content-Type} is JSON; none at all is not. */
  public static boolean isJson(String contentType) {
    return contentType != null && name(contentType).equals("application/json");
  }

  /** Whether {@code Accept} allows a JSON answer; without the header everything is allowed. */
  public static boolean takesJson(List<String> accept) {
    return accept.isEmpty()
        || accept.stream()
            .flatMap(header -> Arrays.stream(header.split(",")))
            .filter(range -> !range.replace(" ", "").matches("(?i).*;q=0(\\.0*)?(;.*)?"))
            .anyMatch(range -> TAKES_JSON.contains(name(range)));
  }

  private static String name(String type) {
    return type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }
}
