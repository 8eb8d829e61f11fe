package dev.omnibus.config.check;

import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a schema cannot say about {@code servers.json}. */
final class ServersCheck {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z]+):([^}]*)}");
  private static final List<String> FOREIGN = List.of("autoApprove", "alwaysAllow", "timeout");

  static final String NO_URL = "must be a URL: http:// or https://, a host, and no spaces";

  private final JsonDocument document;
  private final References references;
  private final List<Problem> known;
  private final List<Problem> problems = new ArrayList<>();

  ServersCheck(JsonDocument document, References references, List<Problem> known) {
    this.document = document;
    this.references = references;
    this.known = List.copyOf(known);
  }

  List<Problem> problems() {
    if (document.root().getValue("mcpServers") instanceof JsonObject servers) {
      servers.fieldNames().forEach(name -> entry(name, servers.getValue(name)));
      prefixes(servers);
    }
    return problems;
  }

  private void entry(String name, Object value) {
    String at = Pointer.child("/mcpServers", name);
    if (value instanceof JsonObject entry) {
      foreign(at, entry);
      references(at, entry);
      url(at, entry);
      if (entry.getValue("oauth") instanceof JsonObject oauth) {
        problems.addAll(new OAuthCheck(document, at, entry, oauth).problems());
      }
      if (!replicas(at, entry)) {
        spec(at, name, entry);
      }
    }
  }

  /** Names may collide then: the first server by name wins, and that is seldom what is meant. */
  private void prefixes(JsonObject servers) {
    Map<String, String> taken = new TreeMap<>();
    for (String name : new TreeSet<>(servers.fieldNames())) {
      if (servers.getValue(name) instanceof JsonObject entry && isEnabled(entry)) {
        String prefix = entry.getValue("prefix") instanceof String own ? own : name;
        String other = taken.putIfAbsent(prefix, name);
        if (other != null) {
          String at = Pointer.child("/mcpServers", name);
          boolean own = entry.getValue("prefix") instanceof String;
          String reason =
              "'" + other + "' has the prefix '" + prefix + "' too; its names win where they meet";
          problems.add(
              own
                  ? document.warnValue(Pointer.child(at, "prefix"), reason)
                  : document.warnKey(at, reason));
        }
      }
    }
  }

  private static boolean isEnabled(JsonObject entry) {
    return !Boolean.FALSE.equals(entry.getValue("enabled"))
        && !Boolean.TRUE.equals(entry.getValue("disabled"));
  }

  private void foreign(String at, JsonObject entry) {
    FOREIGN.stream()
        .filter(entry::containsKey)
        .map(key -> document.warnKey(Pointer.child(at, key), "another client's key, ignored"))
        .forEach(problems::add);
  }

  private void references(String at, Object value) {
    if (value instanceof JsonObject object) {
      object.fieldNames().forEach(k -> references(Pointer.child(at, k), object.getValue(k)));
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        references(at + "/" + i, array.getValue(i));
      }
    } else if (value instanceof String text) {
      REFERENCE.matcher(text).results().forEach(m -> reference(at, m.group(1), m.group(2)));
    }
  }

  /** Nodes may differ in their secrets, so that one that is missing here is no error. */
  private void reference(String at, String kind, String name) {
    references.typo(kind).map(reason -> document.atValue(at, reason)).ifPresent(problems::add);
    references
        .missing(kind, name)
        .map(reason -> document.warnValue(at, reason))
        .ifPresent(problems::add);
  }

  private void url(String at, JsonObject entry) {
    url(at + "/url", entry.getValue("url"));
    if (entry.getValue("urls") instanceof JsonArray urls) {
      for (int i = 0; i < urls.size(); i++) {
        url(at + "/urls/" + i, urls.getValue(i));
      }
    }
    metrics(at + "/metricsUrl", entry.getValue("metricsUrl"), entry.containsKey("urls"));
  }

  private void metrics(String at, Object value, boolean several) {
    if (value instanceof String page && !isPath(page)) {
      if (several) {
        problems.add(document.atValue(at, "must be a path, such as /metrics, at each of 'urls'"));
      } else if (!isHttp(page)) {
        problems.add(document.atValue(at, "must be a path, such as /metrics, or a URL"));
      }
    }
  }

  private static boolean isPath(String text) {
    return text.startsWith("/") && !text.startsWith("//") && isHttp("http://x" + text);
  }

  private void url(String at, Object value) {
    if (value instanceof String url && !isHttp(url)) {
      problems.add(document.atValue(at, NO_URL));
    }
  }

  /** True when something is wrong with them. */
  private boolean replicas(String at, JsonObject entry) {
    int before = problems.size();
    if (entry.getValue("urls") instanceof JsonArray urls) {
      twice(at, urls);
      if (entry.containsKey("url")) {
        urlsWith(at, "'url'; put that one among the 'urls'");
      }
      if (entry.containsKey("command")) {
        urlsWith(at, "'command'; 'replicas' says how many processes there are");
      }
    }
    boolean several = entry.getValue("replicas") instanceof Number n && n.intValue() > 1;
    if (several && (entry.containsKey("url") || entry.containsKey("urls"))) {
      String reason = "counts processes spoken to over stdio; give all their URLs in 'urls'";
      problems.add(document.atKey(at + "/replicas", reason));
    }
    return problems.size() > before;
  }

  private void urlsWith(String at, String other) {
    problems.add(document.atKey(at + "/urls", "does not go with " + other));
  }

  private void twice(String at, JsonArray urls) {
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < urls.size(); i++) {
      if (!seen.add(urls.getValue(i))) {
        problems.add(document.atValue(at + "/urls/" + i, "stands there twice"));
      }
    }
  }

  /** A reference may stand for any part of a URL, also for the whole. */
  static boolean isHttp(String text) {
    Matcher url = REFERENCE.matcher(text);
    try {
      boolean whole = url.matches();
      URI uri = new URI(url.reset().replaceAll("x"));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return whole || http && uri.getHost() != null && uri.getPort() <= 65_535;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The record has the last word, but only on what the schema let through. */
  private void spec(String at, String name, JsonObject entry) {
    String key = Pointer.readable(at);
    boolean sound =
        Stream.concat(known.stream(), problems.stream())
            .noneMatch(p -> p.isError() && isAt(p.key(), key));
    if (sound) {
      try {
        ServerSpec.fromJson(name, entry);
      } catch (IllegalArgumentException e) {
        problems.add(document.atKey(at, e.getMessage()));
      }
    }
  }

  private static boolean isAt(String key, String entry) {
    return key.equals(entry) || key.startsWith(entry + ".");
  }
}
