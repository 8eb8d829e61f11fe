package dev.omnibus.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * With which OAuth 2.1 client credentials a server at a URL is reached (RFC 6749 4.4). Values may
 * hold {@code ${env:NAME}} and {@code ${file:path}}.
 *
 * <p>In an entry of {@code mcpServers}: {@code "oauth":{"clientId":"omnibus","clientSecret":
 * "${env:SECRET}","tokenUrl":"https://id.example.com/token","scopes":["mcp"]}}.
 *
 * @param clientSecret null when there is a key
 * @param privateKey PKCS#8 in PEM, or null
 * @param keyId named in what the key signs, or null
 * @param clientAuth null for what the token endpoint takes
 * @param tokenUrl null to have it found
 * @param issuer null to believe the server who issues its tokens
 * @param resource null for the server's own address, empty for none (RFC 8707)
 * @param trustCertificates PEM file to trust instead of the system's, or null
 */
public record OAuthSpec(
    String clientId,
    String clientSecret,
    String privateKey,
    String keyId,
    ClientAuth clientAuth,
    String tokenUrl,
    String issuer,
    List<String> scopes,
    String resource,
    String trustCertificates) {

  public OAuthSpec {
    scopes = List.copyOf(scopes);
    if ((clientSecret == null) == (privateKey == null)) {
      throw new IllegalArgumentException("'oauth' needs 'clientSecret' or 'privateKey'");
    }
  }

  static OAuthSpec fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new OAuthSpec(
        f.text("clientId"),
        f.textOrNull("clientSecret"),
        f.textOrNull("privateKey"),
        f.textOrNull("keyId"),
        f.wordOrNull("clientAuth", ClientAuth::of),
        f.textOrNull("tokenUrl"),
        f.textOrNull("issuer"),
        json.getJsonArray("scopes", new JsonArray()).stream().map(String::valueOf).toList(),
        f.textOrNull("resource"),
        f.textOrNull("trustCertificates"));
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("clientId", clientId);
    put(json, "clientSecret", clientSecret);
    put(json, "privateKey", privateKey);
    put(json, "keyId", keyId);
    put(json, "clientAuth", clientAuth == null ? null : clientAuth.word());
    put(json, "tokenUrl", tokenUrl);
    put(json, "issuer", issuer);
    put(json, "resource", resource);
    put(json, "trustCertificates", trustCertificates);
    return scopes.isEmpty() ? json : json.put("scopes", new JsonArray(scopes));
  }

  private static void put(JsonObject json, String key, String value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  /** Says nothing of secrets. */
  @Override
  public String toString() {
    return "OAuthSpec[" + clientId + "]";
  }
}
