package dev.omnibus.gateway.catalog;

/**
 * Whether a URI may come of a URI template (RFC 6570): what stands outside of its braces must be
 * there, in this order. It compares in one pass, so that no template can make it slow.
 */
public final class Template {

  private Template() {}

  public static boolean fits(String template, String uri) {
    int brace = template.indexOf('{');
    if (brace < 0) {
      return template.equals(uri);
    }
    if (!uri.startsWith(template.substring(0, brace))) {
      return false;
    }
    int at = brace;
    int from = brace;
    while (brace >= 0) {
      int close = template.indexOf('}', brace);
      if (close < 0) {
        return false;
      }
      brace = template.indexOf('{', close);
      from = close + 1;
      String literal = template.substring(from, brace < 0 ? template.length() : brace);
      int found = brace < 0 ? last(uri, literal, at) : uri.indexOf(literal, at);
      if (found < 0) {
        return false;
      }
      at = found + literal.length();
    }
    return true;
  }

  private static int last(String uri, String literal, int from) {
    int at = uri.length() - literal.length();
    return at >= from && uri.endsWith(literal) ? at : -1;
  }
}
