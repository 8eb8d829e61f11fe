package dev.omnibus.gateway.agent;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an agent sends and takes; all that is spoken here is JSON. */
public final class MediaTypes {

  private static final List<String> TAKES_JSON =
      List.of("application/json", "application/*", "*/*");

  /** What the protocol asks every agent to send. */
  private static final String USUAL = "application/json, text/event-stream";

  private static final Pattern NEVER = Pattern.compile("(?i).*;q=0(\\.0*)?(;.*)?");

  private MediaTypes() {}

  /** Whether a body of this {@code Content-Type} is JSON; none at all is not. */
  public static boolean isJson(String contentType) {
    return contentType != null
        && (contentType.equals("application/json") || name(contentType).equals("application/json"));
  }

  /** Whether {@code Accept} allows a JSON answer; without the header everything is allowed. */
  public static boolean takesJson(List<String> accept) {
    return accept.isEmpty()
        || accept.size() == 1 && USUAL.equals(accept.get(0))
        || accept.stream()
            .flatMap(header -> Arrays.stream(header.split(",")))
            .filter(range -> !NEVER.matcher(range.replace(" ", "")).matches())
            .anyMatch(range -> TAKES_JSON.contains(name(range)));
  }

  private static String name(String type) {
    return type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }
}
