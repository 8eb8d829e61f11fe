package dev.omnibus.app;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One file of the dashboard as it goes over HTTP. A name that carries the hash of its content never
 * changes its content; every other one is asked about again each time, and mostly answered with
 * 304.
 */
record DashboardFile(String type, String etag, String cacheControl, Buffer content) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");
  private static final Pattern HASHED = Pattern.compile(".*-[A-Z0-9]{8}\\.[a-z0-9.]+");

  /** Whether a caller may ask for such a name at all. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static DashboardFile of(String path, Buffer content) {
    String cache =
        HASHED.matcher(path).matches() ? "public, max-age=31536000, immutable" : "no-cache";
    return new DashboardFile(typeOf(path), etag(content), cache, content);
  }

  private static String typeOf(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "woff2" -> "font/woff2";
      case "map" -> "application/json";
      default -> "application/octet-stream";
    };
  }

  private static String etag(Buffer content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
      return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
