package dev.omnibus.bridge.socket;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the sockets of this node did; the first two go up and down. */
public final class BridgeCounters {

  private static final Set<Integer> CODES =
      Stream.concat(
              Stream.of(0, 1000, 1001, 1002, 1005, 1006),
              Arrays.stream(CloseCode.values()).map(CloseCode::code))
          .collect(Collectors.toUnmodifiableSet());

  public final LongAdder sockets = new LongAdder();
  public final LongAdder subscriptions = new LongAdder();
  public final LongAdder delivered = new LongAdder();
  public final LongAdder coalesced = new LongAdder();
  public final LongAdder dropped = new LongAdder();
  public final LongAdder refused = new LongAdder();
  public final LongAdder limited = new LongAdder();
  public final LongAdder commands = new LongAdder();
  public final LongAdder opened = new LongAdder();

  /** By the code they closed with; a code of the client's own choice counts as 0. */
  private final Map<Integer, LongAdder> closed =
      CODES.stream().collect(Collectors.toUnmodifiableMap(code -> code, code -> new LongAdder()));

  /** The sockets that closed with this code. */
  public LongAdder closed(int code) {
    return closed.getOrDefault(code, closed.get(0));
  }

  /** The codes that are counted, 0 for all others. */
  public static Set<Integer> codes() {
    return CODES;
  }

  /** Bytes that wait for clients who lag; goes up and down. */
  public final LongAdder queued = new LongAdder();

  private volatile LongConsumer tellings = nanos -> {};

  /** Hears of each batch how many nanoseconds it took from the bus to the last of its sockets. */
  public void onTold(LongConsumer ear) {
    tellings = ear;
  }

  void told(long nanos) {
    tellings.accept(nanos);
  }

  /**
   * {@code {"sockets":2,"subscriptions":5,"delivered":99,"coalesced":0,"dropped":0,"refused":1,
   * "queued":0,"closed":{"4408":1}}}.
   */
  public JsonObject toJson() {
    JsonObject codes = new JsonObject();
    closed.forEach(
        (code, count) -> {
          if (count.sum() > 0) {
            codes.put(Integer.toString(code), count.sum());
          }
        });
    return new JsonObject()
        .put("sockets", sockets.sum())
        .put("subscriptions", subscriptions.sum())
        .put("delivered", delivered.sum())
        .put("coalesced", coalesced.sum())
        .put("dropped", dropped.sum())
        .put("refused", refused.sum())
        .put("queued", queued.sum())
        .put("closed", codes);
  }
}
