package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The demo server as a process: how it lives, how slow it is and how it ends. */
class DemoIT {
  private static final Pattern READY = Pattern.compile("speaks MCP on stdin");

  @Test
  void it_ends_when_stdin_ends() throws Exception {
    try (var server = DemoProcess.start("stdio")) {
      server.awaitLine(READY);
      server.stdin().close();
      assertEquals(0, server.awaitExit());
    }
  }

  @Test
  void it_ends_when_stdin_ends_in_the_middle_of_a_call() throws Exception {
    try (var server = DemoProcess.start("stdio")) {
      server.say(RawMcp.INITIALIZE, RawMcp.INITIALIZED, RawMcp.COUNT);
      server.awaitLine(Pattern.compile("notifications/progress"));
      server.stdin().close();
      assertEquals(0, server.awaitExit());
    }
  }

  @Test
  void it_ends_when_it_is_told_to_die_and_says_why() throws Exception {
    try (var server = DemoProcess.start("stdio", "--dies-after", "1s")) {
      server.awaitLine(Pattern.compile("dies after \\d+ ms, as --dies-after asked"));
      assertEquals(1, server.awaitExit());
    }
  }

  @Test
  void http_dies_the_same_way() throws Exception {
    try (var server = DemoProcess.start("http", "--port", "0", "--dies-after", "1s")) {
      server.awaitLine(Pattern.compile("dies after \\d+ ms, as --dies-after asked"));
      assertEquals(1, server.awaitExit());
    }
  }

  @Test
  void http_ends_on_a_signal() throws Exception {
    try (var server = DemoProcess.start("http", "--port", "0")) {
      server.awaitLine(DemoHttpIT.ADDRESS);
      server.terminate();
      assertEquals(128 + 15, server.awaitExit());
    }
  }

  @Test
  void http_ends_with_its_parent_if_asked_to() throws Exception {
    try (var server = DemoProcess.start("http", "--port", "0", "--until-eof")) {
      server.awaitLine(DemoHttpIT.ADDRESS);
      server.stdin().close();
      assertEquals(0, server.awaitExit());
    }
  }

  @Test
  void http_on_a_taken_port_says_so() throws Exception {
    try (var first = DemoProcess.start("http", "--port", "0")) {
      String address = first.awaitLine(DemoHttpIT.ADDRESS).group(1);
      String port = address.substring(address.lastIndexOf(':') + 1);
      try (var second = DemoProcess.start("http", "--port", port)) {
        second.awaitLine(Pattern.compile("Cannot listen on port " + port));
        assertEquals(1, second.awaitExit());
      }
    }
  }

  @Test
  void a_latency_makes_stdio_slower() throws Exception {
    try (var slow = DemoProcess.start("stdio", "--latency", "300ms")) {
      assertTrue(ping(slow).toMillis() >= 225, "a quarter less than the middle at least");
    }
  }

  private static Duration ping(DemoProcess server) throws Exception {
    server.say(RawMcp.INITIALIZE, RawMcp.INITIALIZED);
    server.awaitLine(Pattern.compile("^\\{.*\"id\":1,"));
    long start = System.nanoTime();
    server.say(RawMcp.PING);
    server.awaitLine(Pattern.compile("^\\{.*\"id\":2,"));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void a_latency_makes_http_slower() throws Exception {
    try (var slow = DemoProcess.start("http", "--port", "0", "--latency", "300ms")) {
      assertTrue(threePings(slow).toMillis() >= 675, "a quarter less than the middle at least");
    }
  }

  private static Duration threePings(DemoProcess server) throws InterruptedException {
    String address = server.awaitLine(DemoHttpIT.ADDRESS).group(1);
    try (McpSyncClient client =
        McpClient.sync(HttpClientStreamableHttpTransport.builder(address).build())
            .initializationTimeout(Duration.ofSeconds(60))
            .build()) {
      client.initialize();
      client.ping(); // warms both ends up
      long start = System.nanoTime();
      for (int i = 0; i < 3; i++) {
        client.ping();
      }
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }
}
