package dev.omnibus.config.sync;

/** The {@code access.json} of a first start: three roles and one user. */
final class DefaultAccess {

  private static final String TEXT =
      """
      {
        "$schema": "./access.schema.json",
        "roles": {
          "admin": {
            "requests": ["*"],
            "events": ["*"],
            "servers": { "*": ["*"] }
          },
          "operator": {
            "requests": [
              "query.server.*", "query.node.*", "query.tool.*", "query.feed.*", "query.call.*", "query.log.*",
              "query.prompt.*", "query.resource.*", "query.completion.*", "query.history.*",
              "query.schema.*", "query.trace.*", "query.presence.*", "command.presence.*", "command.schema.*", "command.server.*", "command.breaker.*", "command.tool.*", "command.resource.*"
            ],
            "events": ["event.server.*", "event.breaker.*", "event.node.*", "event.config.*", "event.schema.*", "event.call.*", "event.trace.*", "event.resource.*", "event.metrics.*", "event.presence.*"],
            "servers": { "*": ["*"] }
          },
          "viewer": {
            "requests": ["query.server.*", "query.node.*", "query.tool.*", "query.feed.*", "query.log.*", "query.history.*", "command.presence.*"],
            "events": ["event.server.*", "event.breaker.*", "event.node.*", "event.metrics.*"],
            "servers": { "*": [] }
          }
        },
        "users": {
          "admin": {
            "password": "%s",
            "roles": ["admin"]
          }
        },
        "keys": {}
      }
      """;

  private DefaultAccess() {}

  /** The text with the hash of the admin's password. */
  static String text(String hash) {
    return TEXT.formatted(hash);
  }
}
