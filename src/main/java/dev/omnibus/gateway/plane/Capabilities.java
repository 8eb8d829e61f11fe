package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.era.Agent;
import dev.omnibus.gateway.era.InputAsked;
import dev.omnibus.mcp.wire.Envelope;

/** What a server may ask an agent, by what the agent said of itself. */
final class Capabilities {

  private Capabilities() {}

  /** What is none of the known questions goes to the agent, which answers it as it likes. */
  static boolean covers(Agent agent, Envelope question) {
    return switch (question.method()) {
      case "elicitation/create", "sampling/createMessage", "roots/list" ->
          InputAsked.refusal(question, agent).isEmpty();
      default -> true;
    };
  }
}
