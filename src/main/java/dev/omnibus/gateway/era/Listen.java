package dev.omnibus.gateway.era;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one wants to hear from a server on nobody's account: the filter of {@code
 * subscriptions/listen} (MCP 2026-07-28, subscriptions), which a legacy agent says piece by piece.
 *
 * @param resources URIs
 */
public record Listen(boolean tools, boolean prompts, boolean resourceList, Set<String> resources) {

  /** More than this is refused. */
  public static final int MAX_RESOURCES = 1_000;

  public Listen {
    resources = Set.copyOf(resources);
  }

  /** The filter of a request, or of an acknowledgement. */
  public static Listen of(Envelope message) {
    List<String> uris = new ArrayList<>();
    for (Span item : message.items("params", "notifications", "resourceSubscriptions")) {
      String uri = message.text(item);
      if (uri != null) {
        uris.add(uri);
      }
    }
    return new Listen(
        on(message, "toolsListChanged"),
        on(message, "promptsListChanged"),
        on(message, "resourcesListChanged"),
        new LinkedHashSet<>(uris));
  }

  /**
   * What this server can tell, by the capabilities that it declared, as a legacy agent hears it.
   */
  public static Listen lists(Envelope description) {
    return new Listen(
        declared(description, "tools", "listChanged"),
        declared(description, "prompts", "listChanged"),
        declared(description, "resources", "listChanged"),
        Set.of());
  }

  /** The part of this that the server can do. */
  public Listen within(Envelope description) {
    Listen can = lists(description);
    boolean subscribes = declared(description, "resources", "subscribe");
    return new Listen(
        tools && can.tools,
        prompts && can.prompts,
        resourceList && can.resourceList,
        subscribes ? resources : Set.of());
  }

  public Listen withResources(Set<String> uris) {
    return new Listen(tools, prompts, resourceList, uris);
  }

  public boolean isEmpty() {
    return !tools && !prompts && !resourceList && resources.isEmpty();
  }

  /** Whether a notification of the server was asked for. */
  public boolean hears(Envelope notification) {
    return switch (notification.method()) {
      case "notifications/tools/list_changed" -> tools;
      case "notifications/prompts/list_changed" -> prompts;
      case "notifications/resources/list_changed" -> resourceList;
      case "notifications/resources/updated" ->
          resources.contains(String.valueOf(notification.text("params", "uri")));
      default -> false;
    };
  }

  /** The request that opens the stream, not yet dressed. */
  public Envelope request(String id) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":"
            + filter()
            + "}}");
  }

  /** The first message on the stream of that request: this is what will be told. */
  public Envelope acknowledged(Envelope listen) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":"
            + "{\"_meta\":"
            + tag(listen)
            + ",\"notifications\":"
            + filter()
            + "}}");
  }

  /** A notification of a legacy server as a message on the stream of that request. */
  public static Envelope tagged(Envelope notification, Envelope listen) {
    return notification.splice().put(Meta.OF_PARAMS, Meta.SUBSCRIPTION, listen.id()).toEnvelope();
  }

  /** A notification on a stream as a legacy agent knows it. */
  public static Envelope untagged(Envelope notification) {
    return notification.splice().remove("params", "_meta", Meta.SUBSCRIPTION).toEnvelope();
  }

  /** The last message on the stream: it ended on purpose. */
  public static Envelope ended(Envelope listen) {
    return LegacyOnModern.reply(
        listen.id(), "{\"resultType\":\"complete\",\"_meta\":" + tag(listen) + "}");
  }

  private static String tag(Envelope listen) {
    return RawJson.object(Map.of(Meta.SUBSCRIPTION, listen.id()));
  }

  private String filter() {
    Map<String, String> wanted = new LinkedHashMap<>();
    put(wanted, "toolsListChanged", tools);
    put(wanted, "promptsListChanged", prompts);
    put(wanted, "resourcesListChanged", resourceList);
    if (!resources.isEmpty()) {
      wanted.put("resourceSubscriptions", Json.encode(resources.stream().sorted().toList()));
    }
    return RawJson.object(wanted);
  }

  private static void put(Map<String, String> wanted, String key, boolean on) {
    if (on) {
      wanted.put(key, "true");
    }
  }

  private static boolean on(Envelope message, String key) {
    return "true".equals(message.raw("params", "notifications", key));
  }

  private static boolean declared(Envelope description, String what, String key) {
    return "true".equals(description.raw("result", "capabilities", what, key));
  }
}
