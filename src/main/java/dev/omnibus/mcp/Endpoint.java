package dev.omnibus.mcp;

/** Where one MCP server is and how it wants to be spoken to. */
public sealed interface Endpoint permits StdioEndpoint, HttpEndpoint, SseEndpoint {

  TransportKind kind();

  /** A name that is safe to log: no environment, no headers, no credentials. */
  String label();
}
