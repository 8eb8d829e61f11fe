package dev.omnibus.config.check;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a schema cannot say about {@code oauth} of a server: which keys go together. */
final class OAuthCheck {

  private static final Set<String> NEAR = Set.of("127.0.0.1", "localhost", "[::1]");

  private final JsonDocument document;
  private final String server;
  private final String at;
  private final JsonObject entry;
  private final JsonObject oauth;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param server pointer of the server's entry
   */
  OAuthCheck(JsonDocument document, String server, JsonObject entry, JsonObject oauth) {
    this.document = document;
    this.server = server;
    this.at = Pointer.child(server, "oauth");
    this.entry = entry;
    this.oauth = oauth;
  }

  List<Problem> problems() {
    if (!entry.containsKey("url") && !entry.containsKey("urls")) {
      problems.add(document.atKey(at, "needs 'url': a server over stdio takes no token"));
    }
    proof();
    authorization();
    url("tokenUrl");
    url("issuer");
    return problems;
  }

  /** A secret or a key, and a way to show it that fits. */
  private void proof() {
    boolean secret = oauth.containsKey("clientSecret");
    boolean key = oauth.containsKey("privateKey");
    if (secret == key) {
      String reason =
          secret ? "has 'clientSecret' too; one of them" : "needs 'clientSecret' or 'privateKey'";
      problems.add(document.atKey(secret ? at + "/privateKey" : at, reason));
    } else if (oauth.getValue("clientAuth") instanceof String auth
        && key != auth.equals("private_key_jwt")) {
      String missing = key ? "clientSecret" : "privateKey";
      problems.add(document.atValue(at + "/clientAuth", auth + " needs '" + missing + "'"));
    }
    if (secret && !oauth.containsKey("issuer") && !oauth.containsKey("tokenUrl")) {
      String reason = "the server itself says who gets it; better with 'issuer' or 'tokenUrl'";
      problems.add(document.warnKey(at + "/clientSecret", reason));
    }
    if (oauth.containsKey("keyId") && !key) {
      problems.add(document.warnKey(at + "/keyId", "means nothing without 'privateKey'"));
    }
  }

  /** Two values in one header: nobody could tell which one counts. */
  private void authorization() {
    if (entry.getValue("headers") instanceof JsonObject headers) {
      headers.fieldNames().stream()
          .filter("Authorization"::equalsIgnoreCase)
          .map(name -> Pointer.child(Pointer.child(server, "headers"), name))
          .map(place -> document.atKey(place, "'oauth' sends this header; one of them"))
          .forEach(problems::add);
    }
  }

  private void url(String key) {
    if (oauth.getValue(key) instanceof String text) {
      if (!ServersCheck.isHttp(text)) {
        problems.add(document.atValue(at + "/" + key, ServersCheck.NO_URL));
      } else if (text.startsWith("http://") && !NEAR.contains(host(text))) {
        String reason = "secrets go there in clear; use https://";
        problems.add(document.warnValue(at + "/" + key, reason));
      }
    }
  }

  private static String host(String url) {
    return String.valueOf(URI.create(url.replaceAll("\\$\\{[^}]*}", "x")).getHost());
  }
}
