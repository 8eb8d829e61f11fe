package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.line.Head;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.tracing.TraceHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which headers go on and which come back. What belongs to one connection, to the agent's identity
 * or to the gateway stays here; everything else passes, so that what the protocol adds tomorrow
 * passes too. (RFC 9110, section 7.6.1.)
 */
final class Headers {

  static final String SESSION = "Mcp-Session-Id";
  private static final String AUTHORIZATION = "Authorization";

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

  private static final HeaderRule ONWARD =
      new HeaderRule(union(HOP_BY_HOP, NOT_ONWARD), List.of("x-forwarded-", "sec-"));

  private static final HeaderRule BACK =
      new HeaderRule(union(HOP_BY_HOP, NOT_BACK), List.of("access-control-"));

  /** Said by the connection itself, in its own words. */
  private static final HeaderRule OWN =
      new HeaderRule(union(HOP_BY_HOP, Set.of("host", "content-length")), List.of());

  private Headers() {}

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new HashSet<>(one);
    all.addAll(other);
    return Set.copyOf(all);
  }

  /** Those of the agent that its server gets. */
  static void onward(MultiMap from, MultiMap to) {
    pass(from, ONWARD, to::add);
  }

  /**
   * The same, written at once, and those of the gateway's own for this server: these replace what
   * the agent has of the same name.
   *
   * @param shown in {@code Authorization}, or {@link Target#NOTHING}
   * @param inTrace whether it goes on with the agent's trace, so that its state belongs to it
   */
  static void onward(MultiMap from, Target target, String shown, boolean inTrace, Head to) {
    Map<String, String> own = target.headers();
    pass(
        from,
        ONWARD,
        (name, value) -> {
          boolean ours = name.equalsIgnoreCase(TraceHeaders.PARENT) || isIn(own, name);
          if (!ours
              && (!name.equalsIgnoreCase(TraceHeaders.STATE)
                  || inTrace && value.length() <= TraceHeaders.MOST_STATE)) {
            to.add(name, value);
          }
        });
    own.forEach(
        (name, value) -> {
          boolean shownInstead = !shown.isEmpty() && name.equalsIgnoreCase(AUTHORIZATION);
          if (!shownInstead && OWN.passes(name)) {
            to.add(name, value);
          }
        });
    if (!shown.isEmpty()) {
      to.add(AUTHORIZATION, shown);
    }
  }

  private static boolean isIn(Map<String, String> headers, String name) {
    return !headers.isEmpty() && headers.keySet().stream().anyMatch(name::equalsIgnoreCase);
  }

  /** Those of the server that its agent gets. */
  static void back(MultiMap from, MultiMap to) {
    pass(from, BACK, to::add);
  }

  private static void pass(MultiMap from, HeaderRule rule, BiConsumer<String, String> to) {
    Set<String> named = named(from);
    from.forEach(
        (name, value) -> {
          if (rule.passes(name)
              && (named.isEmpty() || !named.contains(name.toLowerCase(Locale.ROOT)))) {
            to.accept(name, value);
          }
        });
  }

  /** Those that {@code Connection} names are hop-by-hop too. */
  private static Set<String> named(MultiMap headers) {
    String first = headers.get(HttpHeaders.CONNECTION);
    if (first == null) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    headers
        .getAll(HttpHeaders.CONNECTION)
        .forEach(
            value ->
                Arrays.stream(value.split(","))
                    .forEach(name -> names.add(name.trim().toLowerCase(Locale.ROOT))));
    return names;
  }
}
