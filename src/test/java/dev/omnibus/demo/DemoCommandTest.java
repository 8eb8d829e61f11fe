package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {
  private final StringWriter said = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new DemoCommand()).setErr(new PrintWriter(said)).execute(args);
  }

  @Test
  void a_shape_must_be_named() {
    assertEquals(CommandLine.ExitCode.USAGE, run());
    assertTrue(said.toString().startsWith("Say which shape: stdio or http"));
  }

  @Test
  void http_needs_a_port() {
    assertEquals(CommandLine.ExitCode.USAGE, run("http"));
    assertTrue(said.toString().contains("--port"));
  }

  @Test
  void a_latency_that_is_no_time_is_refused_with_an_example() {
    assertEquals(CommandLine.ExitCode.USAGE, run("stdio", "--latency", "soon"));
    assertTrue(said.toString().contains("'soon' is not a time such as 1500, 250ms, 60s or 2m"));
  }
}
