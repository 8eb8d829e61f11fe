package dev.omnibus.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which browser pages may talk to us: those that came from the host they talk to, and those of the
 * configured origins. Compared are scheme, host and port, whole and never by prefix.
 */
final class Origins {

  private record Origin(String scheme, String host, int port) {}

  private final Set<Origin> allowed;

  Origins(List<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(
                text ->
                    parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("not an origin: " + text)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a request with this {@code Origin} and this {@code Host} is welcome. Programs send no
   * origin at all; {@code null} is what a sandboxed page sends.
   */
  boolean allow(String origin, String host) {
    if (origin == null) {
      return true;
    }
    return parse(origin).filter(from -> allowed.contains(from) || sameHost(from, host)).isPresent();
  }

  /** A proxy may have taken the TLS off, so the scheme is the page's word. */
  private static boolean sameHost(Origin from, String host) {
    return host != null && parse(from.scheme() + "://" + host).filter(from::equals).isPresent();
  }

  private static Optional<Origin> parse(String text) {
    try {
      URI uri = new URI(text);
      boolean bare =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return bare ? of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Origin> of(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!Objects.equals(scheme, "http") && !Objects.equals(scheme, "https")) {
      return Optional.empty();
    }
    int usual = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? usual : uri.getPort();
    return Optional.of(new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port));
  }
}
