package dev.omnibus.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which browser pages may talk to us: those that came from the host they talk to, and those of the
 * configured origins. Compared are scheme, host and port, whole and never by prefix.
 */
final class Origins {

  private static final Pattern FORM =
      Pattern.compile("(https?)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

  private record Origin(String scheme, String host, int port) {}

  private final Set<Origin> allowed;

  Origins(List<String> allowed) {
    this.allowed = allowed.stream().map(Origins::required).collect(Collectors.toSet());
  }

  /**
   * Whether a request with this {@code Origin} and this {@code Host} is welcome. Programs send no
   * origin at all; {@code null} is what a sandboxed page sends.
   */
  boolean allow(String origin, String host) {
    return origin == null
        || parse(origin).filter(o -> allowed.contains(o) || sameHost(o, host)).isPresent();
  }

  /** A proxy may have taken the TLS off, so the scheme is the page's word. */
  private static boolean sameHost(Origin from, String host) {
    return parse(from.scheme() + "://" + host).filter(from::equals).isPresent();
  }

  private static Origin required(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("'origins': not an origin: " + text));
  }

  private static Optional<Origin> parse(String text) {
    Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
    return parts.matches()
        ? Optional.of(new Origin(parts.group(1), parts.group(2), port(parts)))
        : Optional.empty();
  }

  private static int port(Matcher parts) {
    int usual = parts.group(1).equals("https") ? 443 : 80;
    return parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
  }
}
