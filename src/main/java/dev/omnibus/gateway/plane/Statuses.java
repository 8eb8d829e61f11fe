package dev.omnibus.gateway.plane;

import dev.omnibus.mcp.Era;

/** The HTTP status of a JSON-RPC error of a server: the modern era shows some errors in it too. */
final class Statuses {

  private Statuses() {}

  /**
   * @param code raw JSON
   */
  static int of(String code, Era era) {
    if (era == Era.LEGACY) {
      return 200;
    }
    return switch (code) {
      case "-32601" -> 404;
      case "-32020", "-32021", "-32022" -> 400;
      default -> 200;
    };
  }
}
