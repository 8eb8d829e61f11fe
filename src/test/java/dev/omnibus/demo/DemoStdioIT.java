package dev.omnibus.demo;

import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;

class DemoStdioIT extends DemoContract {
  @Override
  McpClientTransport transport() {
    var server =
        ServerParameters.builder(DemoProcess.java())
            .args(DemoProcess.javaArguments("stdio", "--name", "contract"))
            .build();
    return new StdioClientTransport(server, McpJsonDefaults.getMapper());
  }

  /** The client ends the process it started. */
  @Override
  void stop() {}
}
