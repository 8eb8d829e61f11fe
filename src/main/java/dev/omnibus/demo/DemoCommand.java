package dev.omnibus.demo;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code omnibus demo}: the demo server in one of its two shapes. */
@Command(
    name = "demo",
    description = "Run the bundled demo MCP server.",
    version = DemoServer.VERSION,
    mixinStandardHelpOptions = true,
    subcommands = {StdioDemo.class, HttpDemo.class})
public final class DemoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which shape: stdio or http");
  }
}
