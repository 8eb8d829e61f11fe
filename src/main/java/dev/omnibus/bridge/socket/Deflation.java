package dev.omnibus.bridge.socket;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is agreed upon with a client that offers {@code permessage-deflate} (RFC 7692): no message
 * builds on the ones before it, in neither direction. So the same bytes suit all who agreed, and no
 * socket keeps a window.
 */
final class Deflation {

  private static final String HEADER = "Sec-WebSocket-Extensions";
  private static final String NAME = "permessage-deflate";
  private static final String OWN_WINDOW = "server_max_window_bits";
  private static final String NO_CONTEXTS =
      "server_no_context_takeover; client_no_context_takeover";

  /** Ours is as large as windows get, and can be no smaller. */
  private static final String LARGEST = "15";

  private Deflation() {}

  /** Whether messages will be deflated; the answer to the handshake then says how. */
  static boolean agree(HttpServerRequest request) {
    Optional<String> answer = answer(request.headers().getAll(HEADER));
    answer.ifPresent(words -> request.response().putHeader(HEADER, words));
    return answer.isPresent();
  }

  /** The handshake came to nothing. */
  static void forget(HttpServerRequest request) {
    request.response().headers().remove(HEADER);
  }

  /**
   * The header to answer with, or nothing when none of the offers can be met.
   *
   * @param headers each {@code Sec-WebSocket-Extensions} of the client, the one it likes best first
   */
  static Optional<String> answer(List<String> headers) {
    return headers.stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .map(String::trim)
        .filter(Deflation::canBeMet)
        .map(Deflation::answer)
        .findFirst();
  }

  private static String answer(String offer) {
    String window = offer.contains(OWN_WINDOW) ? "; " + OWN_WINDOW + "=" + LARGEST : "";
    return NAME + "; " + NO_CONTEXTS + window;
  }

  private static boolean canBeMet(String offer) {
    String[] parts = offer.split(";");
    Set<String> seen = new HashSet<>();
    return parts[0].trim().equals(NAME)
        && Arrays.stream(parts)
            .skip(1)
            .map(part -> part.split("=", 2))
            .allMatch(part -> seen.add(part[0].trim()) && canBeMet(part[0].trim(), value(part)));
  }

  private static boolean canBeMet(String name, String value) {
    return switch (name) {
      case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
      case OWN_WINDOW -> LARGEST.equals(value);
      case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
      default -> false;
    };
  }

  private static String value(String[] part) {
    return part.length < 2 ? null : part[1].trim().replaceAll("^\"(.*)\"$", "$1");
  }
}
