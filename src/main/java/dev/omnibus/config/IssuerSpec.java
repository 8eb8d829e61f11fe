package dev.omnibus.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Somebody else whose access tokens are good here.
 *
 * <p>{@code {"issuer":"https://id.example.com","jwks":"https://id.example.com/keys",
 * "audience":["omnibus"],"user":"sub","scopes":["mcp"],"roles":{"claim":"groups",
 * "map":{"staff":["viewer"]},"always":[]}}}
 *
 * @param issuer what its tokens say in {@code iss}, letter by letter
 * @param jwks where its keys are
 * @param audience what a token may say in {@code aud}, besides the addresses of this gateway
 * @param user the claim that names the caller
 * @param scopes what each token must have in {@code scope} or {@code scp}
 * @param claim where a token says what its caller is; {@code a.b} is a claim within a claim
 * @param map which roles each of these words gives
 * @param always the roles of everybody with a token of this issuer
 */
public record IssuerSpec(
    String name,
    String issuer,
    URI jwks,
    List<String> audience,
    String user,
    List<String> scopes,
    String claim,
    Map<String, List<String>> map,
    List<String> always) {

  public IssuerSpec {
    audience = List.copyOf(audience);
    scopes = List.copyOf(scopes);
    map = Map.copyOf(map);
    always = List.copyOf(always);
  }

  static IssuerSpec fromJson(String name, JsonObject json) {
    JsonObject roles = json.getJsonObject("roles", new JsonObject());
    JsonObject words = roles.getJsonObject("map", new JsonObject());
    Map<String, List<String>> map = new TreeMap<>();
    words.fieldNames().forEach(word -> map.put(word, texts(words.getJsonArray(word))));
    return new IssuerSpec(
        name,
        json.getString("issuer"),
        URI.create(json.getString("jwks")),
        texts(json.getJsonArray("audience")),
        json.getString("user", "sub"),
        texts(json.getJsonArray("scopes")),
        roles.getString("claim", "groups"),
        map,
        texts(roles.getJsonArray("always")));
  }

  /** All roles that a token of it can give. */
  public Set<String> grants() {
    Set<String> all = new HashSet<>(always);
    map.values().forEach(all::addAll);
    return all;
  }

  private static List<String> texts(JsonArray array) {
    return array == null ? List.of() : array.stream().map(String.class::cast).toList();
  }
}
