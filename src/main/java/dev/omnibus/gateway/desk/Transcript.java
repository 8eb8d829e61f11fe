package dev.omnibus.gateway.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a run said so far, in numbered entries: the newest so many, and how many older ones are
 * gone. It grows to a limit in number and characters.
 */
final class Transcript {

  static final int MOST_ENTRIES = 1_000;
  static final int MOST_CHARS = 256 << 10;

  /** Of one entry; what is longer is cut. */
  static final int LONGEST = 16 << 10;

  private record Entry(long number, JsonObject json, int chars) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private int chars;
  private long dropped;

  /**
   * @param number of the revision of the run that it came with
   */
  void add(long number, JsonObject entry) {
    JsonObject numbered = entry.put("n", number);
    Entry young = new Entry(number, numbered, numbered.encode().length());
    entries.addLast(young);
    chars += young.chars();
    while (entries.size() > MOST_ENTRIES || chars > MOST_CHARS && entries.size() > 1) {
      chars -= entries.removeFirst().chars();
      dropped++;
    }
  }

  /** One more that was not even looked at. */
  void drop() {
    dropped++;
  }

  int chars() {
    return chars;
  }

  /** How many entries are gone. */
  long dropped() {
    return dropped;
  }

  /** Those that came after this number. */
  JsonArray after(long number) {
    JsonArray all = new JsonArray();
    entries.stream().filter(e -> e.number() > number).forEach(e -> all.add(e.json().copy()));
    return all;
  }

  static String cut(String text) {
    if (text == null || text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + " ... (cut)";
  }
}
