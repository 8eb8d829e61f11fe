package dev.omnibus.app.terminal;

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
  private final Aside aside;
  private final boolean json;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private long left;
  private boolean lost;

  TailPrinter(PrintStream out, PrintStream err, boolean json, long count) {
    this.out = out;
    this.aside = new Aside(err);
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
    aside.say((lost ? "back at " : "listening at ") + node.getAuthority());
    lost = false;
  }

  @Override
  public void lost(Close why, Duration again) {
    lost = true;
    aside.lost(why, again);
  }

  @Override
  public void ended(Close why) {
    aside.ended(why);
    end.complete(1);
  }

  Listener of(String address) {
    return new Ear(address);
  }

  private void print(JsonObject event) {
    if (end.isDone()) {
      return;
    }
    out.println(json ? Printable.of(event.encode()) : Line.of(event));
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
        aside.say(address + ": events of the meantime may be missing here");
      }
      return null;
    }

    @Override
    public void gap(Gap gap) {
      aside.say(
          "%s: events %d to %d of %s are missing"
              .formatted(address, gap.first(), gap.last(), gap.node()));
    }

    @Override
    public void refused(BusException why) {
      aside.say(address + ": " + Aside.words(why));
      end.complete(1);
    }
  }

  /** An event as one line for people. */
  static final class Line {

    private Line() {}

    static String of(JsonObject event) {
      JsonObject data =
          event.getValue("data") instanceof JsonObject known ? known.copy() : new JsonObject();
      Object server = data.remove("server");
      return Printable.of(
          String.join(
              " ",
              event.getString("at", "-"),
              event.getString("severity", "-"),
              event.getString("type", "-"),
              server == null ? "-" : server.toString(),
              data.encode()));
    }
  }
}
