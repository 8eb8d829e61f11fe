package dev.omnibus.gateway.relay;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which headers go on and which come back. What belongs to one connection, to the agent's identity
 * or to the gateway stays here; everything else passes, so that what the protocol adds tomorrow
 * passes too. (RFC 9110, section 7.6.1.)
 */
final class Headers {

  static final String SESSION = "Mcp-Session-Id";

  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> NOT_ONWARD =
      Set.of(
          "host",
          "authorization",
          "cookie",
          "origin",
          "referer",
          "forwarded",
          "content-length",
          "expect",
          "accept-encoding",
          "mcp-session-id");

  private static final Set<String> NOT_BACK =
      Set.of(
          "set-cookie", "server", "www-authenticate", "mcp-session-id", "alt-svc", "date", "via");

  private Headers() {}

  /** Those of the agent that its server gets. */
  static void onward(MultiMap from, MultiMap to) {
    Set<String> named = named(from);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      boolean stays =
          HOP_BY_HOP.contains(name)
              || NOT_ONWARD.contains(name)
              || name.startsWith("x-forwarded-")
              || name.startsWith("sec-")
              || named.contains(name);
      if (!stays) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** Those of the server that its agent gets. */
  static void back(MultiMap from, MultiMap to) {
    Set<String> named = named(from);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      boolean stays =
          HOP_BY_HOP.contains(name)
              || NOT_BACK.contains(name)
              || name.startsWith("access-control-")
              || named.contains(name);
      if (!stays) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** Those that {@code Connection} names are hop-by-hop too. */
  private static Set<String> named(MultiMap headers) {
    List<String> values = headers.getAll("connection");
    if (values.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    values.forEach(
        value ->
            Arrays.stream(value.split(","))
                .forEach(name -> names.add(name.trim().toLowerCase(Locale.ROOT))));
    return names;
  }
}
