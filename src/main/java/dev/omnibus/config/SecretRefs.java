package dev.omnibus.config;

import dev.omnibus.config.check.TextCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the values behind {@code ${env:NAME}} and {@code ${file:path}} in their place and remembers
 * them, so that they can be masked where a server repeats them. Other {@code ${...}} texts belong
 * to the program that is started and stay. A message names the reference and never the value. Reads
 * files: not for an event loop.
 */
public final class SecretRefs {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

  /** No key or certificate comes near this. */
  private static final int MAX_BYTES = 1 << 20;

  private final UnaryOperator<String> environment;
  private final Path home;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Secrets that last for a while, and how many hold each. */
  private final Map<String, Integer> passing = new ConcurrentHashMap<>();

  private final AtomicLong changes = new AtomicLong();
  private volatile Made made = new Made(0, SecretMask.of(List.of()));

  /** What hides the secrets that were known after so many changes. */
  private record Made(long changes, SecretMask mask) {}

  /**
   * @param environment value of an environment variable, or null where it is not set
   * @param home where relative paths start
   */
  public SecretRefs(UnaryOperator<String> environment, Path home) {
    this.environment = environment;
    this.home = home;
  }

  /** The same references, and no secret known yet: what is resolved there is masked there alone. */
  SecretRefs apart() {
    return new SecretRefs(environment, home);
  }

  /** A check of texts that hold such references. */
  TextCheck check() {
    return TextCheck.of(environment, home);
  }

  /** The references of this process. */
  public static SecretRefs ofProcess(Path home) {
    return new SecretRefs(System::getenv, home);
  }

  /**
   * The text with all references replaced; null stays null.
   *
   * @throws IllegalArgumentException names the first reference that leads nowhere
   */
  public String resolve(String text) {
    return text == null ? null : REFERENCE.matcher(text).replaceAll(this::quoted);
  }

  /** A file or folder that the configuration names; relative ones start at the home folder. */
  public Path path(String text) {
    return home.resolve(resolve(text)).toAbsolutePath().normalize();
  }

  /** Remembers a secret that stands in the configuration itself. */
  public void remember(String secret) {
    if (secret.length() >= SecretMask.SHORTEST && known.add(secret)) {
      changes.incrementAndGet();
    }
  }

  /** A secret that lasts for a while came; another one, or null, is worthless from now on. */
  public void swap(String old, String young) {
    if (old != null) {
      passing.computeIfPresent(old, (secret, holders) -> holders == 1 ? null : holders - 1);
    }
    if (young.length() >= SecretMask.SHORTEST) {
      passing.merge(young, 1, Integer::sum);
    }
    changes.incrementAndGet();
  }

  /** The text with every secret that was ever resolved hidden. */
  public String mask(String text) {
    return mask().hide(text);
  }

  /** The same for the beginning of a longer text, which may end within a secret. */
  public String maskBeginning(String text) {
    return mask().hideInBeginning(text);
  }

  /** Made anew when there is another secret, which is seldom. */
  private SecretMask mask() {
    long count = changes.get();
    Made last = made;
    return last.changes == count ? last.mask : madeAnew();
  }

  private synchronized SecretMask madeAnew() {
    long count = changes.get();
    if (made.changes != count) {
      List<String> all = new ArrayList<>(known);
      all.addAll(passing.keySet());
      made = new Made(count, SecretMask.of(all));
    }
    return made.mask;
  }

  private String quoted(MatchResult reference) {
    return Matcher.quoteReplacement(value(reference.group(1), reference.group(2)));
  }

  private String value(String kind, String name) {
    String value = kind.equals("env") ? environment.apply(name) : file(name);
    if (value == null) {
      String missing = kind.equals("env") ? "the variable is not set" : "the file can't be read";
      throw new IllegalArgumentException("${" + kind + ":" + name + "}: " + missing);
    }
    remember(value);
    return value;
  }

  /** Only a file that ends: a device fills the memory, and a pipe keeps the reader for ever. */
  private String file(String path) {
    try {
      Path file = home.resolve(path);
      if (!Files.isRegularFile(file)) {
        return null;
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        return bytes.length > MAX_BYTES ? null : text(bytes).strip();
      }
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
