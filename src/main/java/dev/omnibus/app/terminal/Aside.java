package dev.omnibus.app.terminal;

import dev.omnibus.bus.BusException;
import dev.omnibus.client.Close;
import java.io.PrintStream;
import java.time.Duration;
import java.util.regex.Pattern;

/** What a command has to say beside what it shows: lines on standard error. */
record Aside(PrintStream err) {

  private static final Pattern OF_REQUEST = Pattern.compile("^'/(\\w+)'(?= )");

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

  /** Nobody who typed words has seen the message whose parts a node points at. */
  static String words(BusException why) {
    String said = OF_REQUEST.matcher(why.getMessage()).replaceFirst("$1");
    return said + " (" + why.failure().code() + ")";
  }
}
