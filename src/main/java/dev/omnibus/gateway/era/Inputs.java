package dev.omnibus.gateway.era;

import io.vertx.core.json.JsonObject;

/** What a server may ask of a client, and which capability says that the client can give it. */
final class Inputs {

  private Inputs() {}

  static boolean known(String method) {
    return needed(method, null) != null;
  }

  /**
   * The capabilities that a request of a server takes, in the form of {@code requiredCapabilities};
   * null for a request that neither era has.
   *
   * @param mode of an elicitation; null for a form
   */
  static JsonObject needed(String method, String mode) {
    return switch (method) {
      case "elicitation/create" -> elicitation("url".equals(mode));
      case "sampling/createMessage" -> new JsonObject().put("sampling", new JsonObject());
      case "roots/list" -> new JsonObject().put("roots", new JsonObject());
      default -> null;
    };
  }

  /** Whether capabilities, as raw JSON, hold what is needed. */
  static boolean covers(String capabilities, JsonObject needed) {
    JsonObject declared = new JsonObject(capabilities);
    for (String name : needed.fieldNames()) {
      if (!(declared.getValue(name) instanceof JsonObject own)) {
        return false;
      }
      if (needed.getJsonObject(name).containsKey("url")
          && !(own.getValue("url") instanceof JsonObject)) {
        return false;
      }
      // an elicitation that names no mode means forms (MCP 2025-11-25 and 2026-07-28)
      if (name.equals("elicitation")
          && needed.getJsonObject(name).isEmpty()
          && own.containsKey("url")
          && !own.containsKey("form")) {
        return false;
      }
    }
    return true;
  }

  private static JsonObject elicitation(boolean url) {
    JsonObject modes = url ? new JsonObject().put("url", new JsonObject()) : new JsonObject();
    return new JsonObject().put("elicitation", modes);
  }
}
