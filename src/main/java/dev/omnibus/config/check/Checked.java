package dev.omnibus.config.check;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a text says and what is wrong with it.
 *
 * @param json null when the text is no JSON object
 * @param problems from the top of the file to its end
 */
public record Checked(JsonObject json, List<Problem> problems) {

  /** How many problems fit into one message. */
  public static final int MAX_SAID = 100;

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

  /** The errors in lines; the first hundred, because a message must stay one. */
  public String say() {
    List<Problem> errors = errors();
    Stream<String> lines = errors.stream().limit(MAX_SAID).map(Problem::toString);
    Stream<String> rest =
        errors.size() > MAX_SAID
            ? Stream.of("and " + (errors.size() - MAX_SAID) + " more")
            : Stream.empty();
    return Stream.concat(lines, rest).collect(Collectors.joining("\n"));
  }
}
