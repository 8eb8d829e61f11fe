package dev.omnibus.demo;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * The end a demo server was told to come to, so that a watcher has a crash to see and a restart to
 * do.
 */
final class Death extends TimerTask {
  private final String epitaph;

  private Death(String epitaph) {
    this.epitaph = epitaph;
  }

  static void schedule(String name, Duration in) {
    String epitaph =
        "server=%s dies after %d ms, as --dies-after asked".formatted(name, in.toMillis());
    new Timer("dies-after", true).schedule(new Death(epitaph), in.toMillis());
  }

  /** Straight to stderr: the reason must be readable whatever the log level is. */
  @Override
  public void run() {
    System.err.println(epitaph);
    System.exit(1);
  }
}
