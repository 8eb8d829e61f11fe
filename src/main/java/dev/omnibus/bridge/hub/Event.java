package dev.omnibus.bridge.hub;

import dev.omnibus.bus.Addresses;
import dev.omnibus.model.Fields;
import dev.omnibus.model.Severity;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One event as it came off the bus, with what filters ask for at hand and each of its encodings
 * made at most once.
 */
public final class Event {

  /** A way to put an event on a wire; equal forms share one encoding. */
  public interface Form {
    Packet encode(Event event);

    /** Whether it is made for one socket alone, so that it is of no use to others. */
    default boolean isForOne() {
      return false;
    }
  }

  /** The event-bus bridge's own: {@code {"type":"rec","address":..,"headers":{..},"body":{..}}}. */
  public static final Form REC = event -> event.named("rec");

  /** The same as the bridge over TCP says it: {@code {"type":"message",..}}. */
  public static final Form MESSAGE = event -> event.named("message");

  private final String address;

  /** Null for what is cut for each: it is large, and most ask for the text only. */
  private final JsonObject envelope;

  private final String text;
  private final String node;
  private final long seq;
  private final Severity severity;
  private final String server;
  private final long heard;
  private final Map<Form, Packet> packets = new ConcurrentHashMap<>();

  private volatile String words;

  private Event(String address, JsonObject envelope) {
    Fields f = Fields.of(envelope);
    this.address = address;
    this.envelope = isDivided() ? null : envelope;
    this.text = envelope.encode();
    this.node = f.text("node");
    this.seq = f.number("seq");
    this.severity = f.word("severity", Severity::of);
    this.server =
        isDivided() ? null : f.objectOrNull("data", data -> Fields.of(data).textOrNull("server"));
    this.heard = System.nanoTime();
  }

  private Event(Event whole, JsonObject cut) {
    this.address = whole.address;
    this.envelope = null;
    this.text = cut.encode();
    this.node = whole.node;
    this.seq = whole.seq;
    this.severity = whole.severity;
    this.server = null;
    this.heard = whole.heard;
  }

  /** The same event for those who may see less of it. */
  Event with(JsonObject cut) {
    return new Event(this, cut);
  }

  /** Whether it says things of several servers. */
  boolean isDivided() {
    return Addresses.DIVIDED.contains(address);
  }

  /** Reads an envelope; one without node, seq or severity is an IllegalArgumentException. */
  public static Event of(String address, JsonObject envelope) {
    return new Event(address, envelope);
  }

  public String address() {
    return address;
  }

  /** The whole envelope; not to be changed. */
  public JsonObject envelope() {
    return envelope == null ? new JsonObject(text) : envelope;
  }

  /** The envelope as JSON. */
  public String text() {
    return text;
  }

  public String node() {
    return node;
  }

  public long seq() {
    return seq;
  }

  public Severity severity() {
    return severity;
  }

  /** When it came off the bus, by the clock of {@link System#nanoTime}. */
  long heard() {
    return heard;
  }

  /** The server it is about, or null. */
  public String server() {
    return server;
  }

  /** What a search for a text looks through, in small letters; made once for all who look. */
  String words() {
    String known = words;
    if (known == null) {
      JsonObject data = envelope().getJsonObject("data", new JsonObject());
      known =
          Stream.of("detail", "action", "server", "tool")
              .map(field -> Objects.toString(data.getValue(field), ""))
              .collect(Collectors.joining("\n"))
              .toLowerCase(Locale.ROOT);
      words = known;
    }
    return known;
  }

  /** How many characters it takes. */
  public int size() {
    return text.length();
  }

  /** The event in a wire form. */
  public Packet as(Form form) {
    return form.isForOne()
        ? form.encode(this)
        : packets.computeIfAbsent(form, missing -> missing.encode(this));
  }

  private Packet named(String type) {
    JsonObject headers = new JsonObject().put("node", node).put("seq", Long.toString(seq));
    return Packet.of(
        "{\"type\":\""
            + type
            + "\",\"address\":"
            + Json.encode(address)
            + ",\"headers\":"
            + headers.encode()
            + ",\"body\":"
            + text
            + "}");
  }
}
