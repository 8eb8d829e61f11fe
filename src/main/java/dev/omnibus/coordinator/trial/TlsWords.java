package dev.omnibus.coordinator.trial;

import java.net.SocketTimeoutException;
import java.util.List;

/** What a handshake that failed says to people. */
final class TlsWords {

  private TlsWords() {}

  static String of(Exception cause, boolean late) {
    if (late || cause instanceof SocketTimeoutException) {
      return "the TLS handshake got no answer in time";
    }
    return isPlain(cause)
        ? "what answers there speaks no TLS"
        : "the TLS handshake failed: " + words(cause);
  }

  static List<String> advice(Exception cause, boolean late) {
    if (late || cause instanceof SocketTimeoutException) {
      return List.of("Something listens there and stays silent: it may speak no TLS. Try http://.");
    }
    if (isPlain(cause)) {
      return List.of("Write http:// instead of https://, or the port on which it speaks TLS.");
    }
    String text = words(cause);
    if (text.contains("certificate_required") || text.contains("bad_certificate")) {
      return List.of("It asks for a client certificate, which Omnibus does not show.");
    }
    if (text.contains("protocol_version") || text.contains("protocol version")) {
      return List.of("It speaks only versions of TLS that are not safe any more (before 1.2).");
    }
    if (text.contains("unrecognized_name")) {
      return List.of("It knows no host of that name: is the name right?");
    }
    return List.of(
        "It broke the handshake off: its log knows why. Some do so when they expect a client"
            + " certificate, or speak no TLS at all.");
  }

  private static boolean isPlain(Exception cause) {
    String text = words(cause);
    return text.contains("Unsupported or unrecognized SSL message")
        || text.contains("not an SSL/TLS record");
  }

  private static String words(Exception cause) {
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    String line = text.lines().findFirst().orElse("");
    return line.length() <= 200 ? line : line.substring(0, 200);
  }
}
