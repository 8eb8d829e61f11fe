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
    return Thing.of(message);
  }

  /** Whether there is something to ask the policy about. */
  public boolean namesAThing() {
    return Thing.isNamed(message, era);
  }

  public boolean isRequest() {
    return message.type() == Envelope.Type.REQUEST;
  }
}
