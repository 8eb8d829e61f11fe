package dev.omnibus.gateway.era;

import java.util.List;

/** The keys of {@code _meta} that the modern era gave a meaning. */
final class Meta {

  private static final String MCP = "io.modelcontextprotocol/";

  static final String VERSION = MCP + "protocolVersion";
  static final String CLIENT_INFO = MCP + "clientInfo";
  static final String CAPABILITIES = MCP + "clientCapabilities";
  static final String LOG_LEVEL = MCP + "logLevel";
  static final String SERVER_INFO = MCP + "serverInfo";
  static final String SUBSCRIPTION = MCP + "subscriptionId";

  /** The extension that took the place of the tasks of 2025-11-25; the two do not understand. */
  static final String TASKS = MCP + "tasks";

  static final List<String> OF_PARAMS = List.of("params", "_meta");
  static final List<String> OF_RESULT = List.of("result", "_meta");

  private Meta() {}
}
