package dev.omnibus.demo;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpServerSession;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code demo stdio}: one session over this process's own pipes, over when stdin ends. */
@Command(
    name = "stdio",
    description = "Speaks MCP on stdin and stdout.",
    version = DemoServer.VERSION,
    mixinStandardHelpOptions = true)
final class StdioDemo implements Callable<Integer> {
  @Mixin private DemoOptions options;

  @Override
  public Integer call() throws InterruptedException {
    PrintStream wire = System.out;
    System.setOut(System.err); // a stray line on stdout would break the protocol
    Logger log = LoggerFactory.getLogger(StdioDemo.class);
    options.startDying();
    var ended = new CountDownLatch(1);
    var pipes = new Pipes(wire, ended);
    DemoServer.start(options.name, McpServer.sync(pipes));
    log.info("server={} speaks MCP on stdin and stdout", options.name);
    ended.await();
    return 0;
  }

  private final class Pipes extends StdioServerTransportProvider {
    private final CountDownLatch ended;

    Pipes(PrintStream wire, CountDownLatch ended) {
      super(McpJsonDefaults.getMapper(), System.in, wire);
      this.ended = ended;
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory sessions) {
      super.setSessionFactory(
          transport -> {
            var orderly = new OneByOne(transport);
            return new StdioSession(
                sessions.create(orderly), orderly, options.latency(), ended::countDown);
          });
    }
  }
}
