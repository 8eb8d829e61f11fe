package dev.omnibus.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the values behind {@code ${env:NAME}} and {@code ${file:path}} in their place. Everything
 * else that looks like a reference is left as it is: it belongs to the program that is started. A
 * message names the reference and never the value.
 *
 * @param env the environment; null where a name is not set
 * @param home where relative paths start
 */
public record SecretRefs(UnaryOperator<String> env, Path home) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

  /** The references of this process. */
  public static SecretRefs ofProcess(Path home) {
    return new SecretRefs(System::getenv, home);
  }

  /**
   * The text with all references replaced. Reads files: not for an event loop.
   *
   * @throws IllegalArgumentException names the first reference that leads nowhere
   */
  public String resolve(String text) {
    return text == null ? null : REFERENCE.matcher(text).replaceAll(this::quoted);
  }

  private String quoted(java.util.regex.MatchResult reference) {
    return Matcher.quoteReplacement(value(reference.group(1), reference.group(2)));
  }

  private String value(String kind, String name) {
    String value = kind.equals("env") ? env.apply(name) : file(name);
    if (value == null) {
      String missing = kind.equals("env") ? "the variable is not set" : "the file can't be read";
      throw new IllegalArgumentException("${" + kind + ":" + name + "}: " + missing);
    }
    return value;
  }

  private String file(String path) {
    try {
      return Files.readString(home.resolve(path)).strip();
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return null;
    }
  }
}
