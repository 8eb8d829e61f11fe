package dev.omnibus.gateway.agent;

import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.List;

/** What tells an agent that lists of its server are others now. */
public final class ListChanged {

  private ListChanged() {}

  public static String method(Listed listed) {
    return switch (listed) {
      case TOOLS -> "notifications/tools/list_changed";
      case PROMPTS -> "notifications/prompts/list_changed";
      case RESOURCES, TEMPLATES -> "notifications/resources/list_changed";
    };
  }

  /** One message for each that agents tell apart. */
  public static List<Buffer> messages(Collection<Listed> lists) {
    return lists.stream()
        .map(ListChanged::method)
        .distinct()
        .sorted()
        .map(method -> Buffer.buffer("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}"))
        .toList();
  }
}
