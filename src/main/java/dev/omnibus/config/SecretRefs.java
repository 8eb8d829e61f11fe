package dev.omnibus.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts secrets in the place of {@code ${env:NAME}} and {@code ${file:path}} and remembers them, so
 * that they can be masked where a server repeats them. Other {@code ${...}} texts belong to
 * somebody else and stay. Reads files: not for an event loop.
 */
public final class SecretRefs {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");
  private static final String HIDDEN = "[hidden]";

  /** Shorter ones are words rather than secrets: masking them would make logs unreadable. */
  private static final int SHORTEST = 5;

  private final UnaryOperator<String> environment;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * @param environment value of an environment variable, or null ({@code System::getenv})
   */
  public SecretRefs(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * The text with all references replaced; an {@link IllegalArgumentException} names the one that
   * leads nowhere.
   */
  public String resolve(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group(2))));
  }

  /** Remembers a secret that stands in the configuration itself. */
  public void remember(String secret) {
    if (secret.length() >= SHORTEST) {
      known.add(secret);
    }
  }

  /** The text with every secret that was ever resolved hidden. */
  public String mask(String text) {
    String masked = text;
    for (String secret : known.stream().sorted(LONGEST_FIRST).toList()) {
      masked = masked.replace(secret, HIDDEN);
    }
    return masked;
  }

  /** A secret that contains another must go before it. */
  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparingInt(String::length).reversed();

  private String value(String kind, String name) {
    String value = kind.equals("env") ? environment.apply(name) : file(name);
    if (value == null) {
      throw new IllegalArgumentException("${" + kind + ":" + name + "} leads nowhere");
    }
    remember(value);
    return value;
  }

  private static String file(String name) {
    Path path = Path.of(name);
    if (!Files.isRegularFile(path)) {
      return null;
    }
    try {
      return Files.readString(path).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException("${file:" + name + "} cannot be read", e);
    }
  }
}
