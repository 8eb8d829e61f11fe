package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.wire.Envelope;
import java.util.List;

/**
 * What a server says on nobody's account: goes to those who want it. What it asks goes to the one
 * guest that can be meant, or is refused.
 */
final class FromServer {

  private final Present present;
  private final boolean own;
  private final Shared shared;

  /**
   * @param own whether all guests speak for one session of one agent
   */
  FromServer(Present present, boolean own, Shared shared) {
    this.present = present;
    this.own = own;
    this.shared = shared;
  }

  void said(Envelope message) {
    if (message.type() == Envelope.Type.REQUEST) {
      ask(message);
      return;
    }
    Guests guests = shared.guests();
    Questions questions = shared.questions();
    switch (message.method()) {
      case "notifications/message" ->
          guests.tell(message, guest -> guest.hears() && shared.levels().hears(guest, message));
      case "notifications/resources/updated" ->
          guests.tell(message, guest -> guest.hears() && follows(guest, message));
      case "notifications/tasks/status" -> {
        shared.tasks().told(message);
        guests.tell(message, guest -> guest.hears() && isHis(guest, message));
      }
      case "notifications/cancelled" ->
          toOne(message, questions.withdrawn(message.raw("params", "requestId")));
      case "notifications/elicitation/complete" -> toOne(message, questions.completed(message));
      default -> guests.tell(message, Guest::hears);
    }
  }

  private static boolean follows(Guest guest, Envelope updated) {
    return Subscriptions.follows(guest, updated.text("params", "uri"));
  }

  private boolean isHis(Guest guest, Envelope message) {
    return guest.agent().equals(shared.tasks().agentOf(message));
  }

  private static void toOne(Envelope message, Guest guest) {
    if (guest != null) {
      guest.message(message);
    }
  }

  private void ask(Envelope question) {
    Guest guest = meant(question);
    if (guest == null) {
      present.refuse(question.id(), "it cannot be told which agent is meant");
    } else if (!guest.can(question)) {
      present.refuse(question.id(), "the agent does not offer " + question.method());
    } else {
      ask(guest, question);
    }
  }

  private void ask(Guest guest, Envelope question) {
    shared.questions().ask(question, guest);
    Passage passage = guest.newest();
    boolean told = passage == null ? guest.message(question) : guest.message(passage, question);
    if (!told) {
      shared.questions().withdrawn(question.id());
      present.refuse(question.id(), "the agent is slow");
    }
  }

  /** The one guest that can be meant by a question of the server; null when there is no such. */
  private Guest meant(Envelope question) {
    Guests guests = shared.guests();
    if (shared.tasks().agentOf(question) != null) {
      return guests.newest(guest -> isHis(guest, question));
    }
    List<Guest> busy = guests.busy();
    if (own) {
      return busy.isEmpty() ? guests.newest(Guest::hears) : busy.get(busy.size() - 1);
    }
    return busy.size() == 1 && !isCrowd(busy.get(0)) ? busy.get(0) : null;
  }

  /** Callers without a session look alike: two calls may be those of two people. */
  private static boolean isCrowd(Guest guest) {
    return guest.agent().startsWith(Terminal.NO_SESSION) && guest.passages().size() > 1;
  }
}
