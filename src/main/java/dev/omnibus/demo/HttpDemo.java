package dev.omnibus.demo;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.DefaultServerTransportSecurityValidator;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code demo http}: streamable HTTP for any number of sessions, until the process is told to end.
 */
@Command(
    name = "http",
    description = "Speaks MCP over streamable HTTP at http://127.0.0.1:PORT/mcp.",
    version = DemoServer.VERSION,
    mixinStandardHelpOptions = true)
final class HttpDemo implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDemo.class);

  @Mixin private DemoOptions options;

  @Option(
      names = "--port",
      required = true,
      description = "Port on 127.0.0.1; 0 takes a free one and logs it.")
  private int port;

  @Option(
      names = "--until-eof",
      description = "Exit when stdin ends, so as not to outlive the process that started it.")
  private boolean untilEof;

  @Override
  public Integer call() throws Exception {
    options.startDying();
    var servlet =
        HttpServletStreamableServerTransportProvider.builder()
            .mcpEndpoint(WebServer.PATH)
            .httpHeaderValidator(localOnly())
            .build();
    DemoServer.start(options.name, McpServer.sync(servlet));
    WebServer web;
    try {
      web = WebServer.start(port, servlet, new HttpFilter(options.latency()));
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(web::close, "stop"));
    LOG.info("server={} speaks MCP at http://127.0.0.1:{}/mcp", options.name, web.port());
    awaitEnd();
    return 0;
  }

  private void awaitEnd() throws InterruptedException, IOException {
    if (untilEof) {
      System.in.transferTo(OutputStream.nullOutputStream());
    } else {
      new CountDownLatch(1).await(); // until a signal ends the process
    }
  }

  /**
   * A page in the browser must not reach this server by a name it made point here (DNS rebinding).
   */
  private static DefaultServerTransportSecurityValidator localOnly() {
    return DefaultServerTransportSecurityValidator.builder()
        .allowedOrigins(List.of("http://127.0.0.1:*", "http://localhost:*"))
        .allowedHosts(List.of("127.0.0.1:*", "localhost:*"))
        .build();
  }
}
