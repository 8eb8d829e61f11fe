package dev.omnibus.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * {@code conf/access.json}: who there is and what each role allows.
 *
 * <p>{@code {"roles":{"viewer":{"requests":["query.*"],"events":["event.server.*"],
 * "servers":{"*":[]}}},"users":{"ann":{"password":"$2a$...","roles":["viewer"]}},
 * "keys":{"ci":{"sha256":"...","roles":["viewer"]}}}}
 *
 * @param issuers others whose access tokens are good here
 * @param url how agents reach this gateway, without a path; null when it is no OAuth resource
 */
public record AccessConfig(
    Map<String, RoleSpec> roles,
    Map<String, UserSpec> users,
    Map<String, KeySpec> keys,
    Map<String, IssuerSpec> issuers,
    String url) {

  /** Nobody may do anything. */
  public static final AccessConfig NOBODY = new AccessConfig(Map.of(), Map.of(), Map.of());

  public AccessConfig {
    roles = Map.copyOf(roles);
    users = Map.copyOf(users);
    keys = Map.copyOf(keys);
    issuers = Map.copyOf(issuers);
  }

  public AccessConfig(
      Map<String, RoleSpec> roles, Map<String, UserSpec> users, Map<String, KeySpec> keys) {
    this(roles, users, keys, Map.of(), null);
  }

  /** The same with other users. */
  public AccessConfig with(Map<String, UserSpec> others) {
    return new AccessConfig(roles, others, keys, issuers, url);
  }

  public static AccessConfig fromJson(JsonObject json) {
    return new AccessConfig(
        each(json.getJsonObject("roles"), (name, role) -> role(role)),
        each(json.getJsonObject("users"), AccessConfig::user),
        each(json.getJsonObject("keys"), AccessConfig::key),
        each(json.getJsonObject("issuers"), IssuerSpec::fromJson),
        json.getString("url"));
  }

  private static RoleSpec role(JsonObject json) {
    Map<String, List<String>> servers = new TreeMap<>();
    JsonObject allowed = json.getJsonObject("servers", new JsonObject());
    allowed.fieldNames().forEach(s -> servers.put(s, texts(allowed.getJsonArray(s))));
    return new RoleSpec(
        texts(json.getJsonArray("requests")), texts(json.getJsonArray("events")), servers);
  }

  private static UserSpec user(String name, JsonObject json) {
    return new UserSpec(
        name,
        json.getString("password"),
        texts(json.getJsonArray("roles")),
        json.getBoolean("blocked", false));
  }

  private static KeySpec key(String name, JsonObject json) {
    return new KeySpec(
        name,
        json.getString("sha256"),
        texts(json.getJsonArray("roles")),
        json.getBoolean("blocked", false));
  }

  private static <T> Map<String, T> each(JsonObject json, BiFunction<String, JsonObject, T> read) {
    Map<String, T> all = new TreeMap<>();
    if (json != null) {
      json.fieldNames().forEach(name -> all.put(name, read.apply(name, json.getJsonObject(name))));
    }
    return all;
  }

  private static List<String> texts(JsonArray array) {
    return array == null ? List.of() : array.stream().map(String.class::cast).toList();
  }
}
