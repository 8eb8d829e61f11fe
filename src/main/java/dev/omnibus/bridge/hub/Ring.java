package dev.omnibus.bridge.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The last events of one address, bounded in number and size. It knows from which sequence number
 * on it holds every event of a node, and never claims to know what it missed. Not thread-safe.
 *
 * <p>A cursor reaches when each node that the ring knows is named with a number from there up to
 * the last one heard (a node that is not named counts as 0), and no other node is named. A node of
 * which the ring never heard may have told things that nobody here knows, so it does not reach.
 */
public final class Ring {

  /** How an event relates to what was heard of its node before. */
  public enum Arrival {
    NEXT,
    /** Events before it were lost on the way, or told before this ring began. */
    GAP,
    /** It was here before. */
    STALE
  }

  /** Nodes that are remembered; a new incarnation is a new node. */
  static final int MAX_NODES = Cursor.MAX_NODES;

  /** Nodes, dead ones too, of which one that comes is told how far they were heard. */
  static final int RECENT = 16;

  /** Held are all events with {@code floor < seq <= last}. */
  private record Span(long floor, long last) {}

  private final int maxEvents;
  private final long maxSize;
  private final Deque<Event> events = new ArrayDeque<>();

  /** The one that was heard last comes last. */
  private final Map<String, Span> spans = new LinkedHashMap<>();

  private long size;
  private Cursor position;
  private boolean forgetful;

  public Ring(int maxEvents, long maxSize) {
    this.maxEvents = maxEvents;
    this.maxSize = maxSize;
  }

  int maxEvents() {
    return maxEvents;
  }

  long maxSize() {
    return maxSize;
  }

  /** Takes an event in, and lets the oldest go when there is no room. */
  public Arrival add(Event event) {
    Span span = spans.get(event.node());
    long last = span == null ? 0 : span.last();
    if (event.seq() <= last) {
      return Arrival.STALE;
    }
    boolean next = event.seq() == last + 1;
    long floor = next ? (span == null ? 0 : span.floor()) : event.seq() - 1;
    put(event.node(), new Span(floor, event.seq()));
    events.addLast(event);
    size += event.size();
    trim();
    return next ? Arrival.NEXT : Arrival.GAP;
  }

  /** What a node told up to there is not here and will not come. */
  void skip(String node, long seq) {
    if (seq > last(node)) {
      put(node, new Span(seq, seq));
      trim();
    }
  }

  private void put(String node, Span span) {
    spans.remove(node);
    spans.put(node, span);
    position = null;
  }

  /** What somebody missed who has heard this far. */
  public Replay since(Cursor cursor) {
    if (!reaches(cursor)) {
      return new Replay(false, List.of(), position());
    }
    List<Event> missed = events.stream().filter(e -> e.seq() > cursor.at(e.node())).toList();
    return new Replay(true, missed, position());
  }

  /** How far this ring has heard; the very same until it hears more. */
  public Cursor position() {
    if (position == null) {
      Map<String, Long> positions = new HashMap<>();
      spans.forEach((node, span) -> positions.put(node, span.last()));
      position = new Cursor(positions);
    }
    return position;
  }

  /** The last sequence number heard of a node, or 0. */
  public long last(String node) {
    Span span = spans.get(node);
    return span == null ? 0 : span.last();
  }

  /** The number of a node from which on all is here that came later. */
  long floor(String node) {
    Span span = spans.get(node);
    return span == null ? 0 : span.floor();
  }

  /** How far the nodes were heard that were heard last. */
  Cursor recent() {
    return new Cursor(
        spans.entrySet().stream()
            .skip(Math.max(0, spans.size() - RECENT))
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().last())));
  }

  /** What is here of a node after this number. */
  List<Event> after(String node, long seq) {
    return events.stream().filter(e -> e.node().equals(node) && e.seq() > seq).toList();
  }

  private boolean reaches(Cursor cursor) {
    return !forgetful
        && spans.entrySet().stream().allMatch(e -> covers(e.getValue(), cursor.at(e.getKey())))
        && cursor.positions().entrySet().stream()
            .allMatch(e -> e.getValue() == 0 || spans.containsKey(e.getKey()));
  }

  private static boolean covers(Span span, long position) {
    return span.floor() <= position && position <= span.last();
  }

  private void trim() {
    while (events.size() > maxEvents || size > maxSize) {
      Event gone = events.removeFirst();
      size -= gone.size();
      spans.computeIfPresent(
          gone.node(), (n, s) -> new Span(Math.max(s.floor(), gone.seq()), s.last()));
    }
    while (spans.size() > MAX_NODES) {
      forget(spans.keySet().iterator().next());
    }
  }

  /** After this the ring can't tell any more whether a cursor that lacks the node is complete. */
  private void forget(String node) {
    spans.remove(node);
    position = null;
    events.removeIf(event -> event.node().equals(node));
    size = events.stream().mapToLong(Event::size).sum();
    forgetful = true;
  }
}
