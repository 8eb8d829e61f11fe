package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.wire.Envelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The requests of a server that wait for an agent's answer, and which guest each was given to. */
final class Questions {

  /** Elicitations at a URL end long after they were answered; so many are remembered. */
  private static final int MOST_REMEMBERED = 1_000;

  private final Map<String, Guest> asked = new HashMap<>();
  private final Map<String, Guest> elicitations = new HashMap<>();

  void ask(Envelope question, Guest guest) {
    asked.put(question.id(), guest);
    String elicitation = question.text("params", "elicitationId");
    if (elicitation != null && elicitations.size() < MOST_REMEMBERED) {
      elicitations.put(elicitation, guest);
    }
  }

  /** Whether this guest was asked this and has not answered yet; then it has now. */
  boolean answers(Guest guest, String id) {
    return id != null && asked.remove(id, guest);
  }

  /** The server does not wait any more; the guest that was asked, or null. */
  Guest withdrawn(String id) {
    return id == null ? null : asked.remove(id);
  }

  /** Who was shown the URL that is done with, or null. */
  Guest completed(Envelope notification) {
    return elicitations.remove(Objects.toString(notification.text("params", "elicitationId"), ""));
  }

  /** The ids of all that a guest leaves open behind it. */
  List<String> left(Guest guest) {
    List<String> ids = new ArrayList<>();
    asked.forEach(
        (id, who) -> {
          if (who == guest) {
            ids.add(id);
          }
        });
    ids.forEach(asked::remove);
    elicitations.values().removeIf(who -> who == guest);
    return ids;
  }

  /** The session they were asked in is over. */
  void forget() {
    asked.clear();
  }
}
