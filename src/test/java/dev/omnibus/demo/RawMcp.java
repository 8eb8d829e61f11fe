package dev.omnibus.demo;

/** MCP messages as text, for what the official client keeps to itself. */
final class RawMcp {
  static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";
  static final String INITIALIZED =
      """
      {"jsonrpc":"2.0","method":"notifications/initialized"}""";
  static final String PING =
      """
      {"jsonrpc":"2.0","id":2,"method":"ping"}""";

  /** Takes minutes. */
  static final String COUNT =
      """
      {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"count",\
      "arguments":{"to":1000},"_meta":{"progressToken":"t"}}}""";

  static final String CANCEL_COUNT =
      """
      {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}""";

  private RawMcp() {}
}
