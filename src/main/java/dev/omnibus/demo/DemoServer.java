package dev.omnibus.demo;

import io.modelcontextprotocol.server.McpServer.SyncSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.time.Clock;

/** What the demo server offers, the same whatever transport carries it. */
final class DemoServer {
  static final String VERSION = "1.0.0";

  private DemoServer() {}

  static McpSyncServer start(String name, SyncSpecification<?> transport) {
    Weather weather = Weather.bundled();
    return transport
        .serverInfo(name, VERSION)
        .instructions("A demo server of Omnibus. Nothing it says about the weather is true.")
        .capabilities(capabilities())
        .tools(new DemoTools(Clock.systemUTC(), weather).all())
        .prompts(DemoPrompts.all())
        .resources(new DemoResources(weather).all())
        .resourceTemplates(new DemoResources(weather).templates())
        .build();
  }

  private static ServerCapabilities capabilities() {
    return ServerCapabilities.builder()
        .tools(false)
        .prompts(false)
        .resources(false, false)
        .logging()
        .build();
  }
}
