package dev.omnibus.bridge;

import java.util.regex.Pattern;

/**
 * Which paths below {@code /eventbus} are served: the greeting, {@code /info}, the raw WebSocket
 * and the transports websocket, xhr-streaming and xhr-polling. Not the iframe, which would run a
 * script from elsewhere on this origin, nor the transports that no browser of today needs. A server
 * or session id has no dot (as SockJS wants it) and no escape: whose a session is, is looked up by
 * its id as it stands in the path, and Vert.x decodes it before it looks for the session.
 */
final class SockJsPaths {

  private static final Pattern SERVED =
      Pattern.compile(
          "/eventbus(?:/?|/info|/websocket"
              + "|/[^/.%]{1,100}/[^/.%]{1,100}/(?:websocket|xhr|xhr_send|xhr_streaming))");

  private SockJsPaths() {}

  static boolean serves(String path) {
    return SERVED.matcher(path).matches();
  }
}
