package dev.omnibus.access;

import dev.omnibus.bus.Failure;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.IssuerSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What this gateway is to an OAuth client (RFC 9728, RFC 6750). Addresses come from the
 * configuration, never from what a request says of us.
 */
public final class ProtectedResource {

  public static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
  private static final Pattern ENDPOINT = Pattern.compile("/mcp(/[A-Za-z0-9._-]{1,63})?");

  private final Supplier<AccessConfig> access;

  ProtectedResource(Supplier<AccessConfig> access) {
    this.access = access;
  }

  /**
   * What clients may know of an endpoint; empty when nothing is configured. It tells nobody whether
   * there is such a server.
   *
   * @param endpoint {@code /mcp}, {@code /mcp/files}, or nothing for the first
   */
  public Optional<JsonObject> metadata(String endpoint) {
    AccessConfig now = access.get();
    String path = endpoint.isEmpty() || endpoint.equals("/") ? "/mcp" : endpoint;
    if (now.url() == null || !ENDPOINT.matcher(path).matches()) {
      return Optional.empty();
    }
    List<String> issuers =
        now.issuers().values().stream().map(IssuerSpec::issuer).sorted().toList();
    JsonObject json =
        new JsonObject()
            .put("resource", now.url() + path)
            .put("authorization_servers", new JsonArray(issuers))
            .put("bearer_methods_supported", JsonArray.of("header"))
            .put("resource_name", "Omnibus");
    List<String> scopes = scopes(now);
    return Optional.of(
        scopes.isEmpty() ? json : json.put("scopes_supported", new JsonArray(scopes)));
  }

  /** The {@code WWW-Authenticate} of a refusal; empty when it is none that a token would change. */
  public Optional<String> challenge(String path, Throwable refusal) {
    Failure why = Failure.behind(refusal).failure();
    boolean scope = Refusal.INSUFFICIENT_SCOPE.word().equals(refusal.getMessage());
    if (why != Failure.UNAUTHENTICATED && !scope) {
      return Optional.empty();
    }
    AccessConfig now = access.get();
    if (now.url() == null) {
      return Optional.of("Bearer");
    }
    String endpoint = path != null && ENDPOINT.matcher(path).matches() ? path : "/mcp";
    String where = "Bearer resource_metadata=\"" + now.url() + WELL_KNOWN + endpoint + "\"";
    return Optional.of(where + error(refusal.getMessage(), scope) + wanted(now));
  }

  private static String error(String word, boolean scope) {
    if (scope) {
      return ", error=\"insufficient_scope\"";
    }
    return Refusal.MISSING.word().equals(word) ? "" : ", error=\"invalid_token\"";
  }

  private static String wanted(AccessConfig now) {
    List<String> scopes = scopes(now);
    return scopes.isEmpty() ? "" : ", scope=\"" + String.join(" ", scopes) + "\"";
  }

  private static List<String> scopes(AccessConfig now) {
    return now.issuers().values().stream()
        .flatMap(issuer -> issuer.scopes().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
