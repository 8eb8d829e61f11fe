package dev.omnibus.gateway.desk;

import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server asked during a run and waits for: each has a name of its own, for what the server
 * calls it is the server's. There are so many at most.
 */
final class Questions {

  private static final int MOST = 20;

  private final Map<String, Question> open = new LinkedHashMap<>();
  private long last;

  /**
   * @param id what the server calls it
   * @param asked as {@link Entries#question} has it
   */
  record Question(String id, JsonObject asked) {

    /**
     * @param action {@code accept}, {@code decline} or {@code cancel}
     * @param content for {@code accept} of a form; null for none
     */
    JsonObject result(String action, JsonObject content) {
      JsonObject result = new JsonObject().put("action", action);
      boolean form = !"url".equals(asked.getString("mode"));
      return "accept".equals(action) && form
          ? result.put("content", content == null ? new JsonObject() : content)
          : result;
    }
  }

  /** Whether this can be put to the user, and there is room for it. */
  boolean take(Envelope question) {
    return "elicitation/create".equals(question.method()) && open.size() < MOST;
  }

  /** One more, as the user sees it. */
  JsonObject add(Envelope question) {
    String name = Long.toString(++last);
    JsonObject asked = Entries.question(name, question);
    open.put(name, new Question(question.id(), asked));
    return asked.copy();
  }

  /** The server does not want to know any more; the name of what it meant, null for none. */
  String withdrawn(String id) {
    String name =
        open.entrySet().stream()
            .filter(entry -> entry.getValue().id().equals(id))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
    open.remove(name);
    return name;
  }

  /** It is answered, once. */
  Question answered(String name) {
    Question question = open.remove(name);
    if (question == null) {
      throw Failure.CONFLICT.because("this question is answered already, or was withdrawn");
    }
    return question;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  void clear() {
    open.clear();
  }

  JsonArray toJson() {
    JsonArray all = new JsonArray();
    open.values().forEach(question -> all.add(question.asked().copy()));
    return all;
  }
}
