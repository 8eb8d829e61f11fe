package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;

/**
 * Where history and audit are kept: a file in the data folder, or a PostgreSQL that several nodes
 * share.
 *
 * @param url {@code jdbc:postgresql://host/database}; null for the file
 * @param user null where the address or the machine says it
 * @param password may be a reference such as {@code ${env:OMNIBUS_DB_PASSWORD}}; null for none
 */
public record StoreConfig(String url, String user, String password) {

  public static StoreConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new StoreConfig(f.textOrNull("url"), f.textOrNull("user"), f.textOrNull("password"));
  }

  /** Whether each node keeps its own. */
  public boolean isEmbedded() {
    return url == null;
  }
}
