package dev.omnibus.coordinator.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of the file of one log: that of the server where any file system keeps it apart from all
 * others and within its folder, else what of it is safe, with a digest.
 */
final class LogFileName {

  /** Names of servers, and of replicas such as {@code files~2}; no two differ in case alone. */
  private static final Pattern SAFE = Pattern.compile("[a-z0-9][a-z0-9._~-]{0,79}");

  private static final Pattern FILE = Pattern.compile("(.+\\.log)(\\.[0-9]+)?");
  private static final int LONGEST = 80;
  private static final int DIGITS = 12;

  private LogFileName() {}

  static String of(String server) {
    if (SAFE.matcher(server).matches()) {
      return server + ".log";
    }
    String safe = server.replaceAll("[^A-Za-z0-9_~-]", "_");
    // No name of a server has a plus.
    return safe.substring(0, Math.min(safe.length(), LONGEST)) + "+" + digest(server) + ".log";
  }

  /**
   * The first file of the log that a file belongs to, such as {@code files.log} for {@code
   * files.log.2}; empty for what is no file of a log.
   */
  static Optional<String> first(String file) {
    Matcher matcher = FILE.matcher(file);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
