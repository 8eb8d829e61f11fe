package dev.omnibus.bench.bridge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The load, in a process of its own and on one thread: crowds of sockets that count and check
 * everything they hear. Orders come a line each: {@code open name speech port count acknowledged
 * receiveBuffer addresses}, {@code listen name}, {@code goal name deliveries millis}, {@code pump
 * name events}, {@code chat name periodMillis}, {@code ask name sockets periodMillis}, {@code stall
 * name sockets}, {@code report name}, {@code close name}.
 */
public final class Listeners {

  private static final int SPACE = 1 << 20;

  /** Something that some sockets say again and again. */
  private static final class Habit {
    private final List<Listener> who;
    private final long gap;
    private final boolean asks;
    private long due = System.nanoTime();
    private int next;

    Habit(List<Listener> who, long periodMillis, boolean asks) {
      this.who = who;
      this.gap = periodMillis * 1_000_000 / who.size();
      this.asks = asks;
    }

    void act(long now, Crowd crowd) {
      while (now >= due) {
        due += gap;
        Listener one = who.get(next++ % who.size());
        if (asks) {
          one.say(crowd.speech().ask(String.format("~%010d%019d~", 0, System.nanoTime())));
        } else {
          one.say(crowd.ping());
        }
      }
    }
  }

  private final Selector selector;
  private final Queue<String> orders = new ConcurrentLinkedQueue<>();
  private final Map<String, Crowd> crowds = new HashMap<>();
  private final Map<String, Habit> habits = new HashMap<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(SPACE);
  private final byte[] work = new byte[4 * SPACE];

  private Listeners() throws IOException {
    this.selector = Selector.open();
  }

  public static void main(String[] args) throws Exception {
    Listeners all = new Listeners();
    Thread reader = new Thread(all::takeOrders, "orders");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      all.turn();
    }
  }

  private void takeOrders() {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        orders.add(line);
        selector.wakeup();
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
    System.exit(0);
  }

  private void turn() throws IOException {
    for (String order = orders.poll(); order != null; order = orders.poll()) {
      obey(order.split(" "));
    }
    selector.select(this::ready, habits.isEmpty() ? 20 : 1);
    long now = System.nanoTime();
    for (Crowd crowd : crowds.values()) {
      crowd.grow();
      crowd.tellOpened();
      crowd.look(now);
      Habit habit = habits.get(crowd.name());
      if (habit != null) {
        habit.act(now, crowd);
      }
    }
  }

  private void ready(SelectionKey key) {
    Listener listener = (Listener) key.attachment();
    try {
      if (key.isConnectable()) {
        listener.connected();
      } else if (key.isReadable()) {
        listener.read(in, work);
      }
    } catch (IOException gone) {
      key.cancel();
      listener.gone(gone);
    }
  }

  private void obey(String[] words) throws IOException {
    if (words[0].equals("open")) {
      crowds.put(words[1], new Crowd(selector, words));
      return;
    }
    Crowd crowd = crowds.get(words[1]);
    switch (words[0]) {
      case "listen" -> crowd.listen();
      case "goal" -> crowd.goal(Long.parseLong(words[2]), Long.parseLong(words[3]));
      case "pump" -> crowd.pump(Integer.parseInt(words[2]));
      case "report" -> crowd.tell();
      case "chat" ->
          habits.put(words[1], new Habit(crowd.listeners(), Long.parseLong(words[2]), false));
      case "ask" -> {
        List<Listener> some = crowd.listeners().subList(0, Integer.parseInt(words[2]));
        habits.put(words[1], new Habit(some, Long.parseLong(words[3]), true));
      }
      case "quiet" -> habits.remove(words[1]);
      case "stall" -> {
        for (Listener listener : crowd.listeners().subList(0, Integer.parseInt(words[2]))) {
          listener.stall(true);
        }
      }
      case "close" -> {
        if (crowd != null) {
          close(crowd);
        }
      }
      default -> throw new IllegalArgumentException(String.join(" ", words));
    }
  }

  private void close(Crowd crowd) throws IOException {
    crowds.remove(crowd.name());
    habits.remove(crowd.name());
    for (Listener listener : crowd.listeners()) {
      listener.close();
    }
  }
}
