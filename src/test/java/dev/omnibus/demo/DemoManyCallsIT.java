package dev.omnibus.demo;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK's stdio session once ended when two of its threads answered in the same moment. */
@Timeout(240)
class DemoManyCallsIT {

  private static final int CALLS = 3_000;
  private static final Pattern SUM = Pattern.compile("\"structuredContent\":\\{\"sum\":");

  @Test
  void calls_that_come_all_at_once_are_all_answered() throws Exception {
    try (var server = DemoProcess.start("stdio")) {
      server.say(RawMcp.INITIALIZE, RawMcp.INITIALIZED);
      server.say(
          IntStream.range(100, 100 + CALLS).mapToObj(DemoManyCallsIT::call).toArray(String[]::new));
      for (int i = 0; i < CALLS; i++) {
        server.awaitLine(SUM);
      }
    }
  }

  private static String call(int id) {
    return """
        {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"add",\
        "arguments":{"a":1,"b":2}}}"""
        .formatted(id);
  }
}
