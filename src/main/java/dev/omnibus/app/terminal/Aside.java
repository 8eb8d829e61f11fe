package dev.omnibus.app.terminal;

import dev.omnibus.bus.BusException;
import dev.omnibus.client.Close;
import java.io.PrintStream;
import java.time.Duration;

/** What a command has to say beside what it shows: lines on standard error. */
record Aside(PrintStream err) {

  void say(String what) {
    err.println("omnibus: " + Printable.of(what));
    err.flush();
  }

  void lost(Close why, Duration again) {
    say("%s; again in %.1f s".formatted(words(why), again.toMillis() / 1000.0));
  }

  void ended(Close why) {
    say((why.code() < 500 ? "not let in: " : "told to stay away: ") + words(why));
  }

  static String words(Close why) {
    return (why.reason().isBlank() ? "closed" : why.reason()) + " (" + why.code() + ")";
  }

  static String words(BusException why) {
    return why.getMessage() + " (" + why.failure().code() + ")";
  }
}
