package dev.omnibus.bridge;

import dev.omnibus.access.Caller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose each SockJS session over HTTP requests is. The session id in the path would otherwise be
 * all that is needed to read as somebody else; with it, a request must bring the very proof that
 * opened the session (so that a one-time ticket carries a session), or another one of the same
 * caller.
 */
final class FallbackSessions {

  /** The hash of the proof, never the proof. */
  private record Owner(Caller caller, String proof) {}

  private final Map<String, Owner> owners = new ConcurrentHashMap<>();

  /**
   * The caller of an open session, if the request brings the proof that opened it. When its time is
   * up, the session itself ends.
   */
  Optional<Caller> known(HttpServerRequest request) {
    Owner owner = owners.get(session(request.path()));
    return owner != null && owner.proof().equals(proof(request))
        ? Optional.of(owner.caller())
        : Optional.empty();
  }

  /** Whose the session of this request is, if it is open. */
  Optional<Caller> ownerOf(HttpServerRequest request) {
    return Optional.ofNullable(owners.get(session(request.path()))).map(Owner::caller);
  }

  static boolean same(Caller owner, Caller caller) {
    return owner.user().equals(caller.user());
  }

  /** Remembers who opened a session. */
  void open(HttpServerRequest request, Caller caller) {
    owners.put(session(request.path()), new Owner(caller, proof(request)));
  }

  void forget(String session) {
    owners.remove(session);
  }

  /** {@code /eventbus/<server>/<session>/<transport>}: the third part; empty when there is none. */
  private static String session(String path) {
    String[] parts = path.split("/");
    return parts.length < 5 ? "" : parts[3];
  }

  private static String proof(HttpServerRequest request) {
    String all =
        String.join(
            "\n",
            Arrays.asList(
                String.valueOf(request.getHeader(HttpHeaders.AUTHORIZATION)),
                String.valueOf(request.getHeader("Sec-WebSocket-Protocol")),
                String.valueOf(request.getParam("ticket")),
                String.valueOf(request.getParam("token"))));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
