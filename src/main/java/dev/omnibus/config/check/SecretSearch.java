package dev.omnibus.config.check;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Finds all places of one text where a secret may stand; what becomes of them it does not know. */
final class SecretSearch {

  private final String text;
  private final JsonDocument document;
  private final List<Secret> found = new ArrayList<>();

  /**
   * @param document that text, read without a mistake
   */
  SecretSearch(String text, JsonDocument document) {
    this.text = text;
    this.document = document;
  }

  List<Secret> all() {
    each("users", (at, user) -> whole(at, "password", user.getValue("password")));
    each("keys", (at, key) -> whole(at, "sha256", key.getValue("sha256")));
    if (document.root().getValue("store") instanceof JsonObject store) {
      clear("/store", "password", store.getValue("password"));
    }
    if (document.root().getValue("telemetry") instanceof JsonObject telemetry) {
      receiver("/telemetry", telemetry);
      if (telemetry.getValue("traces") instanceof JsonObject traces) {
        receiver("/telemetry/traces", traces);
      }
    }
    each("mcpServers", this::server);
    return found;
  }

  private void each(String kind, BiConsumer<String, JsonObject> what) {
    if (document.root().getValue(kind) instanceof JsonObject holders) {
      for (String name : holders.fieldNames()) {
        if (holders.getValue(name) instanceof JsonObject holder) {
          what.accept(Pointer.child("/" + kind, name), holder);
        }
      }
    }
  }

  /** Who gets metrics or traces, and what is shown there. */
  private void receiver(String at, JsonObject section) {
    if (section.getValue("otlp") instanceof JsonObject otlp) {
      String there = Pointer.child(at, "otlp");
      address(there, "url", otlp.getValue("url"));
      if (otlp.getValue("headers") instanceof JsonObject headers) {
        String names = Pointer.child(there, "headers");
        headers.fieldNames().forEach(name -> clear(names, name, headers.getValue(name)));
      }
    }
  }

  /** Whatever stands in clear is taken for a secret: nobody can tell a token from a word. */
  private void server(String at, JsonObject server) {
    for (String part : List.of("headers", "env")) {
      if (server.getValue(part) instanceof JsonObject values) {
        String there = Pointer.child(at, part);
        values.fieldNames().forEach(key -> clear(there, key, values.getValue(key)));
      }
    }
    if (server.getValue("oauth") instanceof JsonObject oauth) {
      oauth(Pointer.child(at, "oauth"), oauth);
    }
    address(at, "url", server.getValue("url"));
    address(at, "metricsUrl", server.getValue("metricsUrl"));
    if (server.getValue("urls") instanceof JsonArray urls) {
      for (int i = 0; i < urls.size(); i++) {
        address(Pointer.child(at, "urls"), "" + i, urls.getValue(i));
      }
    }
    if (server.getValue("args") instanceof JsonArray args) {
      arguments(Pointer.child(at, "args"), args);
    }
  }

  private void oauth(String at, JsonObject oauth) {
    for (String key : List.of("clientSecret", "privateKey")) {
      clear(at, key, oauth.getValue(key));
    }
    for (String key : List.of("tokenUrl", "issuer")) {
      address(at, key, oauth.getValue(key));
    }
  }

  private void arguments(String at, JsonArray args) {
    List<String> texts = args.stream().map(String::valueOf).toList();
    List<String> shown = ClearText.arguments(texts);
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).equals(shown.get(i)) || texts.get(i).contains(HiddenSecrets.HIDDEN)) {
        boolean whole = shown.get(i).equals(HiddenSecrets.HIDDEN);
        add(at + "/" + i, shown.get(i), at, whole && i > 0 ? shown.get(i - 1) : "");
      }
    }
  }

  private void address(String at, String key, Object value) {
    if (value instanceof String address) {
      add(Pointer.child(at, key), ClearText.address(address));
    }
  }

  private void clear(String at, String key, Object value) {
    if (!(value instanceof String said && HiddenSecrets.isReference(said))) {
      whole(at, key, value);
    }
  }

  private void whole(String at, String key, Object value) {
    if (value instanceof String || value instanceof Number) {
      add(Pointer.child(at, key), HiddenSecrets.HIDDEN);
    }
  }

  private void add(String pointer, String shown) {
    add(pointer, shown, null, "");
  }

  private void add(String pointer, String shown, String list, String before) {
    Place place = document.valuePlace(pointer);
    String raw = text.substring(place.start(), place.end());
    boolean same = Json.decodeValue(raw).equals(shown);
    found.add(new Secret(pointer, raw, same ? raw : Json.encode(shown), place, list, before));
  }
}
