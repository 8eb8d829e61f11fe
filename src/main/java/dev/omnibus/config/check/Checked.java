package dev.omnibus.config.check;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a text says and what is wrong with it.
 *
 * @param json null when the text is no JSON object
 * @param problems from the top of the file to its end
 */
public record Checked(JsonObject json, List<Problem> problems) {

  public Checked {
    problems = problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
  }

  /** Whether the text may be put in force. */
  public boolean isValid() {
    return json != null && errors().isEmpty();
  }

  /** What keeps the text from being put in force. */
  public List<Problem> errors() {
    return problems.stream().filter(Problem::isError).toList();
  }

  /** All errors in lines. */
  public String say() {
    return errors().stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }
}
