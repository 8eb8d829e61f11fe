package dev.omnibus.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What types are spoken (RFC 9110): JSON in, JSON out. */
final class Negotiation {

  static final String JSON = "application/json";

  private static final Set<String> ACCEPTED = Set.of("*/*", "application/*", JSON);

  private Negotiation() {}

  /** Throws what the caller gets instead when it takes no JSON. */
  static void accept(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept != null && !accept.isBlank() && !takesJson(accept)) {
      throw new Refused(Problem.notAcceptable("answers are " + JSON));
    }
  }

  private static boolean takesJson(String accept) {
    return Arrays.stream(accept.split(","))
        .map(range -> range.toLowerCase(Locale.ROOT).replace(" ", "").split(";"))
        .anyMatch(range -> ACCEPTED.contains(range[0]) && isWanted(range));
  }

  private static boolean isWanted(String[] range) {
    return Arrays.stream(range).noneMatch(part -> part.matches("q=0(\\.0*)?"));
  }

  /** Throws what the caller gets instead when there is a body and it is no JSON. */
  static void contentType(HttpServerRequest request, int length) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (length > 0 && (type == null || !isJson(type))) {
      throw new Refused(Problem.unsupportedMediaType("bodies are " + JSON));
    }
  }

  private static boolean isJson(String type) {
    String plain = type.split(";")[0].strip().toLowerCase(Locale.ROOT);
    return plain.equals(JSON) || plain.startsWith("application/") && plain.endsWith("+json");
  }
}
