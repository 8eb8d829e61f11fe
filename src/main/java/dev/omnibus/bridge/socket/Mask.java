package dev.omnibus.bridge.socket;

/** Makes a stranger's text fit for a log: no secrets, no line breaks, not too long. */
public final class Mask {

  private static final int MAX_LENGTH = 200;

  private Mask() {}

  /** A URI without the secrets in its query. */
  public static String uri(String uri) {
    return line(uri).replaceAll("(?i)([?&](?:access_)?(?:token|ticket)=)[^&#]*", "$1[hidden]");
  }

  /** One line of bounded length. */
  public static String line(String text) {
    if (text == null) {
      return "-";
    }
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
    return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "..." : line;
  }
}
