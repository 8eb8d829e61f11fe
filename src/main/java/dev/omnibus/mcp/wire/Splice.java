package dev.omnibus.mcp.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Changes to one message, made in one copy; every byte that is not named stays as it is. Use it
 * once.
 */
public final class Splice {

  private static final Comparator<List<String>> DEEPEST_FIRST =
      Comparator.<List<String>>comparingInt(List::size)
          .reversed()
          .thenComparing(path -> String.join("\0", path));

  private record Edit(int start, int end, byte[] text) {}

  private final Envelope message;
  private final List<Edit> edits = new ArrayList<>();
  private final Map<List<String>, Map<String, String>> added = new TreeMap<>(DEEPEST_FIRST);
  private final Map<List<String>, Set<String>> removed = new LinkedHashMap<>();

  Splice(Envelope message) {
    this.message = message;
  }

  /** Puts other JSON in the place of a value; nothing happens when there is none. */
  public Splice replace(Span value, String json) {
    if (value != null) {
      edits.add(new Edit(value.start(), value.end(), json.getBytes(StandardCharsets.UTF_8)));
    }
    return this;
  }

  /** The same by its path, for a text. */
  public Splice replaceText(String text, String... path) {
    return replace(message.at(path), JsonText.encode(text));
  }

  /**
   * Replaces a member of the object at this path, or adds it; objects on the way are made.
   *
   * @param object an empty list for the message itself
   */
  public Splice put(List<String> object, String key, String json) {
    added.computeIfAbsent(List.copyOf(object), path -> new LinkedHashMap<>()).put(key, json);
    return this;
  }

  public Splice putText(List<String> object, String key, String text) {
    return put(object, key, JsonText.encode(text));
  }

  /** Removes a member if it is there. */
  public Splice remove(String... path) {
    List<String> all = List.of(path);
    removed
        .computeIfAbsent(all.subList(0, all.size() - 1), key -> new LinkedHashSet<>())
        .add(all.get(all.size() - 1));
    return this;
  }

  /** Removes those items of an array that are not to be kept. */
  public Splice keep(List<Span> items, Predicate<Span> keep) {
    List<int[]> places = items.stream().map(s -> new int[] {s.start(), s.end()}).toList();
    Set<Integer> gone = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      if (!keep.test(items.get(i))) {
        gone.add(i);
      }
    }
    cut(places, gone);
    return this;
  }

  /** The changed message; the bytes it was made of are untouched. */
  public Buffer done() {
    while (!added.isEmpty()) {
      List<String> path = added.keySet().iterator().next();
      add(path, added.remove(path), removed.remove(path));
    }
    removed.forEach((path, keys) -> add(path, Map.of(), keys));
    return edits.isEmpty() ? message.bytes() : applied();
  }

  /** The changed message as an envelope of its own. */
  public Envelope toEnvelope() {
    return message.like(done());
  }

  private void add(List<String> path, Map<String, String> young, Set<String> gone) {
    Span object = object(path);
    if (object == null) {
      if (!young.isEmpty()) {
        put(path.subList(0, path.size() - 1), path.get(path.size() - 1), rendered(young));
      }
      return;
    }
    List<Member> members = message.members(object).all();
    Map<String, String> left = new LinkedHashMap<>(young);
    Set<Integer> cuts = new HashSet<>();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      String json = left.remove(member.key());
      if (json != null) {
        replace(member.value(), json);
      } else if (gone != null && gone.contains(member.key())) {
        cuts.add(i);
      }
    }
    cut(members.stream().map(m -> new int[] {m.keyStart(), m.value().end()}).toList(), cuts);
    if (!left.isEmpty()) {
      insert(object, left, cuts.size() < members.size());
    }
  }

  /** Null when there is no object at this path, so that one has to be made. */
  private Span object(List<String> path) {
    Span span = path.isEmpty() ? message.whole() : message.at(path.toArray(String[]::new));
    return span != null && message.bytes().getByte(span.start()) == '{' ? span : null;
  }

  private void insert(Span object, Map<String, String> young, boolean others) {
    String text = rendered(young);
    String inner = text.substring(1, text.length() - 1) + (others ? "," : "");
    int place = object.start() + 1;
    edits.add(new Edit(place, place, inner.getBytes(StandardCharsets.UTF_8)));
  }

  /** Each goes with the comma before it, as long as something stays before; else with the next. */
  private void cut(List<int[]> places, Set<Integer> gone) {
    boolean kept = false;
    for (int i = 0; i < places.size(); i++) {
      if (!gone.contains(i)) {
        kept = true;
        continue;
      }
      int start = kept ? places.get(i - 1)[1] : places.get(i)[0];
      boolean last = i == places.size() - 1;
      int end = kept || last ? places.get(i)[1] : places.get(i + 1)[0];
      edits.add(new Edit(start, end, new byte[0]));
    }
  }

  private static String rendered(Map<String, String> members) {
    StringBuilder text = new StringBuilder("{");
    members.forEach(
        (key, json) ->
            text.append(text.length() > 1 ? "," : "")
                .append(JsonText.encode(key))
                .append(':')
                .append(json));
    return text.append('}').toString();
  }

  /** What comes first wins: a cut takes with it what was to be changed inside. */
  private Buffer applied() {
    Buffer bytes = message.bytes();
    Buffer out = Buffer.buffer(bytes.length() + 64);
    int from = 0;
    for (Edit edit : inOrder()) {
      if (edit.start() >= from) {
        out.appendBuffer(bytes, from, edit.start() - from).appendBytes(edit.text());
        from = edit.end();
      }
    }
    return out.appendBuffer(bytes, from, bytes.length() - from);
  }

  private List<Edit> inOrder() {
    edits.sort(
        Comparator.comparingInt(Edit::start)
            .thenComparingInt(edit -> edit.start() == edit.end() ? 0 : 1)
            .thenComparing(Comparator.comparingInt(Edit::end).reversed()));
    return edits;
  }
}
