package dev.omnibus.config.check;

import dev.omnibus.config.ConfigFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Checks the text of a configuration file: JSON, schema, and what no schema can say. Finds all
 * problems, not the first. It may read files that secrets point to: not for an event loop.
 */
public final class TextCheck {

  private static final Map<ConfigFile, SchemaCheck> SCHEMAS = new EnumMap<>(ConfigFile.class);

  static {
    for (ConfigFile file : ConfigFile.values()) {
      SCHEMAS.put(file, SchemaCheck.of(file));
    }
  }

  private final References references;

  private TextCheck(References references) {
    this.references = references;
  }

  /**
   * A check that looks up what secrets refer to.
   *
   * @param environment value of a variable, null where it is not set
   * @param home where relative paths start
   */
  public static TextCheck of(UnaryOperator<String> environment, Path home) {
    return new TextCheck(new References(environment, home));
  }

  /** A check with the environment of this process. */
  public static TextCheck ofProcess(Path home) {
    return of(System::getenv, home);
  }

  /** Checks a text that is, or shall become, the given file; problems name it as shown. */
  public Checked check(ConfigFile file, String shown, String text) {
    JsonDocument document = JsonDocument.read(shown, text);
    List<Problem> problems = new ArrayList<>(document.problems());
    if (document.root() != null) {
      problems.addAll(SCHEMAS.get(file).check(document));
      problems.addAll(crossCheck(file, document, problems));
    }
    return new Checked(document.root(), problems);
  }

  private List<Problem> crossCheck(ConfigFile file, JsonDocument document, List<Problem> known) {
    return switch (file) {
      case OMNIBUS -> new NodeCheck(document).problems();
      case SERVERS -> new ServersCheck(document, references, known).problems();
      case ACCESS -> new AccessCheck(document).problems();
    };
  }
}
