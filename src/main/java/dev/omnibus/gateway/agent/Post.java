package dev.omnibus.gateway.agent;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.http.HttpServerRequest;

/**
 * One message of an agent, checked as far as it can be without its server.
 *
 * @param server null for all of them
 * @param session null where there is none
 */
public record Post(
    HttpServerRequest http,
    Caller caller,
    String server,
    Era era,
    Session session,
    Envelope message) {

  public String method() {
    return message.method();
  }

  /**
   * What the policy is asked about: the tool, the prompt or the resource; null for other methods.
   */
  public String thing() {
    if (message.method() == null) {
      return null; // a response of the agent, to what the server asked it
    }
    return switch (message.method()) {
      case "tools/call", "prompts/get" -> message.text("params", "name");
      case "resources/read", "resources/subscribe", "resources/unsubscribe" ->
          message.text("params", "uri");
      case "completion/complete" -> reference();
      default -> null;
    };
  }

  /** Whether there is something to ask the policy about. */
  public boolean namesAThing() {
    return switch (message.method()) {
      case "tools/call", "prompts/get", "resources/read", "completion/complete" -> true;
      // The modern era has none of these: the server says so (404, -32601), whatever they name.
      case "resources/subscribe", "resources/unsubscribe" -> era == Era.LEGACY;
      default -> false;
    };
  }

  /** What a completion is for: a prompt by its name, or a resource template by its URI. */
  private String reference() {
    String name = message.text("params", "ref", "name");
    return name == null ? message.text("params", "ref", "uri") : name;
  }

  public boolean isRequest() {
    return message.type() == Envelope.Type.REQUEST;
  }
}
