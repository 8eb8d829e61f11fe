package dev.omnibus.app;

import dev.omnibus.bus.BusException;
import dev.omnibus.client.Close;
import dev.omnibus.client.Gap;
import dev.omnibus.client.Listener;
import dev.omnibus.client.Watcher;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Writes events to standard output, and whatever else there is to know to standard error. */
final class TailPrinter implements Watcher {

  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private long left;
  private boolean lost;

  TailPrinter(PrintStream out, PrintStream err, boolean json, long count) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.left = count;
  }

  /** Waits until there is nothing more to do, and says with which exit code. */
  int awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void ready(URI node, boolean complete) {
    say((lost ? "back at " : "listening at ") + node.getAuthority());
    lost = false;
  }

  @Override
  public void lost(Close why, Duration again) {
    lost = true;
    say("%s; again in %.1f s".formatted(reason(why), again.toMillis() / 1000.0));
  }

  @Override
  public void ended(Close why) {
    say((why.code() < 500 ? "not let in: " : "told to stay away: ") + reason(why));
    end.complete(1);
  }

  private static String reason(Close why) {
    return Line.clean(why.reason().isBlank() ? "closed" : why.reason()) + " (" + why.code() + ")";
  }

  private void say(String what) {
    err.println("omnibus: " + what);
    err.flush();
  }

  Listener of(String address) {
    return new Ear(address);
  }

  private void print(JsonObject event) {
    if (end.isDone()) {
      return;
    }
    out.println(json ? Line.clean(event.encode()) : Line.of(event));
    if (out.checkError() || --left == 0) {
      end.complete(0); // nobody reads any more, or all was shown
    }
  }

  /** What happens at one address. */
  private final class Ear implements Listener {

    private final String address;

    Ear(String address) {
      this.address = address;
    }

    @Override
    public void event(JsonObject event) {
      print(event);
    }

    @Override
    public CompletionStage<?> snapshot(Why why) {
      if (why == Why.AWAY) {
        say(address + ": events of the meantime may be missing here");
      }
      return null;
    }

    @Override
    public void gap(Gap gap) {
      say(
          "%s: events %d to %d of %s are missing"
              .formatted(address, gap.first(), gap.last(), Line.clean(gap.node())));
    }

    @Override
    public void refused(BusException why) {
      say(address + ": " + Line.clean(why.getMessage()) + " (" + why.failure().code() + ")");
      end.complete(1);
    }
  }

  /** An event as one line for people. What comes from servers never reaches the terminal raw. */
  static final class Line {

    private Line() {}

    static String of(JsonObject event) {
      JsonObject data =
          event.getValue("data") instanceof JsonObject known ? known.copy() : new JsonObject();
      Object server = data.remove("server");
      return clean(
          String.join(
              " ",
              event.getString("at", "-"),
              event.getString("severity", "-"),
              event.getString("type", "-"),
              server == null ? "-" : server.toString(),
              data.encode()));
    }

    /** Characters that a terminal obeys stand there as JSON escapes them. */
    static String clean(String text) {
      StringBuilder clean = new StringBuilder(text.length());
      text.codePoints().forEach(c -> append(clean, c));
      return clean.toString();
    }

    private static void append(StringBuilder clean, int character) {
      if (Character.isISOControl(character) || Character.getType(character) == Character.FORMAT) {
        for (char unit : Character.toChars(character)) {
          clean.append("\\u%04x".formatted((int) unit));
        }
      } else {
        clean.appendCodePoint(character);
      }
    }
  }
}
