package dev.omnibus.demo;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.util.regex.Pattern;

class DemoHttpIT extends DemoContract {
  static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/mcp");

  private DemoProcess server;

  @Override
  McpClientTransport transport() throws Exception {
    server = DemoProcess.start("http", "--port", "0", "--name", "contract");
    return HttpClientStreamableHttpTransport.builder(server.awaitLine(ADDRESS).group(1)).build();
  }

  @Override
  void stop() {
    server.close();
  }
}
