package dev.omnibus.bench.bridge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * What a server of the benchmark is told on its standard input, a line each, and the events it then
 * tells. {@code tell perSecond millis bytes address groups} answers how many when all were told,
 * with several groups each for the next one in turn; {@code more count bytes address} tells at once
 * and answers nothing; {@code stats} answers {@code allocatedBytes heapBytes}, {@code gc} the same
 * after a full collection.
 */
final class Source {

  /** The digits of a number and of a time within a mark. */
  static final int NUMBER = 10;

  static final int TIME = 19;

  /** Roughly what the envelope around the text takes. */
  private static final int ENVELOPE = 150;

  /** Tells sockets one event that holds this text. */
  interface Publisher {
    /**
     * @param group the server that it is about, for those who want to hear of that one; null when
     *     it is for all
     */
    void publish(String address, String group, String text);
  }

  private final Publisher publisher;
  private final Function<String, String> more;
  private final Map<String, Long> numbers = new HashMap<>();

  /**
   * @param more answers all other lines
   */
  Source(Publisher publisher, Function<String, String> more) {
    this.publisher = publisher;
    this.more = more;
  }

  /** Goes on until the input ends. */
  void serve() throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "tell" -> say(tell(words));
        case "more" -> more(words);
        case "stats" -> say(allocated() + " " + heap());
        case "gc" -> {
          System.gc();
          System.gc();
          say(allocated() + " " + heap());
        }
        default -> say(more.apply(line));
      }
    }
  }

  private static void say(Object answer) {
    System.out.println(answer);
  }

  private long tell(String[] words) {
    double perSecond = Double.parseDouble(words[1]);
    long all = Math.round(perSecond * Long.parseLong(words[2]) / 1000);
    int bytes = Integer.parseInt(words[3]);
    int groups = Integer.parseInt(words[5]);
    long start = System.nanoTime();
    for (long told = 0; told < all; told++) {
      long due = start + (long) (told * 1e9 / perSecond);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      publish(words[4], groups == 1 ? null : group(told % groups), bytes);
    }
    return all;
  }

  private void more(String[] words) {
    for (int i = Integer.parseInt(words[1]); i > 0; i--) {
      publish(words[3], null, Integer.parseInt(words[2]));
    }
  }

  /** What a group is known by. */
  static String group(long number) {
    return "s" + number;
  }

  private void publish(String address, String group, int bytes) {
    publisher.publish(address, group, text(numbers.merge(group + "", 1L, Long::sum), bytes));
  }

  /** A mark that says number and time, and something to make it long enough. */
  private static String text(long number, int bytes) {
    String mark = String.format("~%0" + NUMBER + "d%0" + TIME + "d~", number, System.nanoTime());
    return mark + "x".repeat(Math.max(0, bytes - ENVELOPE - mark.length()));
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
