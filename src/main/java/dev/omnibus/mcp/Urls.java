package dev.omnibus.mcp;

import java.net.URI;

/** What a server's address must be, and how much of it may be shown. */
final class Urls {
  private Urls() {}

  static void requireHttp(URI url) {
    boolean http = "http".equalsIgnoreCase(url.getScheme());
    if (!http && !"https".equalsIgnoreCase(url.getScheme())) {
      throw new IllegalArgumentException("an MCP address starts with http:// or https://");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("an MCP address needs a host");
    }
  }

  /** Scheme, host, port and path: user info and query may hold secrets. */
  static String label(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
  }
}
