package dev.omnibus.demo;

import java.time.Duration;
import picocli.CommandLine.Option;

/** What both shapes of the demo server can be told. */
final class DemoOptions {
  @Option(
      names = "--name",
      defaultValue = "demo",
      description = "Name the server answers with (default: ${DEFAULT-VALUE})")
  String name;

  @Option(
      names = "--latency",
      defaultValue = "0ms",
      converter = DurationConverter.class,
      description = "Delay before each answer, +-25 %%: 1500, 250ms, 2s (default: none)")
  private Duration latency;

  @Option(
      names = "--dies-after",
      converter = DurationConverter.class,
      description = "Exit with code 1 after about this long, +-20 %%: 60s (default: never)")
  private Duration diesAfter;

  Jitter latency() {
    return new Jitter(latency, 0.25);
  }

  /** Starts the clock of {@code --dies-after}, if there is one. */
  void startDying() {
    if (diesAfter != null) {
      Death.schedule(name, new Jitter(diesAfter, 0.2).next());
    }
  }
}
