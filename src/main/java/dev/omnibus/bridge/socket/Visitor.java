package dev.omnibus.bridge.socket;

import dev.omnibus.presence.Place;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Whether a page or a program opens a socket, by what it calls itself: every browser says {@code
 * Mozilla}, and no page can say otherwise. A program is shown as what it says, cut to one short
 * word.
 */
final class Visitor {

  /** One that came over TCP. */
  static final Place TCP = Place.of("tcp");

  private static final Place NAMELESS = Place.of("program");
  private static final String BROWSER = "Mozilla/";
  private static final int LONGEST = 32;

  private Visitor() {}

  static Place of(HttpServerRequest request) {
    return of(request.getHeader(HttpHeaders.USER_AGENT));
  }

  /** The product of {@code omnibus-tail/1.0 (linux)}. */
  static Place of(String agent) {
    if (agent != null && agent.startsWith(BROWSER)) {
      return Place.UNKNOWN;
    }
    int end = 0;
    while (agent != null && end < Math.min(agent.length(), LONGEST) && isPart(agent.charAt(end))) {
      end++;
    }
    return end == 0 ? NAMELESS : Place.of(agent.substring(0, end));
  }

  private static boolean isPart(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
