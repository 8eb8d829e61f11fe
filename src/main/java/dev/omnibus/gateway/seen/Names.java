package dev.omnibus.gateway.seen;

import java.util.Set;

/** Names that agents send, as far as they may be kept: an agent can make up any number of them. */
final class Names {

  static final String OTHER = "other";

  private static final int LONGEST = 128;

  /** Methods of both eras, and {@code notification} for what has no answer. */
  private static final Set<String> METHODS =
      Set.of(
          "notification",
          "initialize",
          "ping",
          "server/discover",
          "tools/list",
          "tools/call",
          "prompts/list",
          "prompts/get",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          "resources/subscribe",
          "resources/unsubscribe",
          "subscriptions/listen",
          "completion/complete",
          "logging/setLevel",
          "tasks/get",
          "tasks/list",
          "tasks/result",
          "tasks/update",
          "tasks/cancel");

  private Names() {}

  static String method(String method) {
    return METHODS.contains(method) ? method : OTHER;
  }

  static String clipped(String name) {
    return name == null || name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
  }
}
