package dev.omnibus.gateway.catalog;

import dev.omnibus.gateway.agent.Listed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One list of one server, as it last was.
 *
 * @param digest of all items, the same on every node
 * @param byName the first of each name
 * @param isPrivate whether the server shows each caller something else, so that nothing is kept
 * @param cut whether it was too large to be kept whole
 * @param failed whether the server did not say it again when it was last asked
 * @param confirmed when the server last said so, by {@code System.nanoTime()}
 */
public record ItemList(
    String digest,
    List<Item> items,
    Map<String, Item> byName,
    boolean isPrivate,
    boolean cut,
    boolean failed,
    long confirmed) {

  public ItemList {
    items = List.copyOf(items);
    byName = Map.copyOf(byName);
  }

  /** From the raw JSON of its items. */
  public static ItemList of(
      Listed listed, JsonArray raw, boolean cut, boolean failed, long confirmed) {
    return of(read(listed, raw), cut, failed, confirmed);
  }

  static ItemList of(List<Item> items, boolean cut, boolean failed, long confirmed) {
    Map<String, Item> byName = new HashMap<>();
    items.forEach(item -> byName.putIfAbsent(item.name(), item));
    return new ItemList(digest(items), items, byName, false, cut, failed, confirmed);
  }

  static List<Item> read(Listed listed, JsonArray raw) {
    return raw.stream()
        .map(json -> Item.of(listed, String.valueOf(json)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** A list of which only that it changes is known, because it is another for each caller. */
  static ItemList ofOthers(String digest, boolean failed, long confirmed) {
    return new ItemList(digest, List.of(), Map.of(), true, false, failed, confirmed);
  }

  /** The same list, which its server did not confirm. */
  public ItemList unconfirmed() {
    return new ItemList(digest, items, byName, isPrivate, cut, true, confirmed);
  }

  long ageMillis(long now) {
    return Math.max(0, (now - confirmed) / 1_000_000);
  }

  /** Whether an agent would see a difference. */
  boolean shows(ItemList other) {
    return other != null
        && digest.equals(other.digest)
        && isPrivate == other.isPrivate
        && cut == other.cut;
  }

  /** {@code {"digest":"...","count":3,"private":false,"cut":false,"failed":false,"ageMs":5}}. */
  JsonObject summary(long now) {
    return new JsonObject()
        .put("digest", digest)
        .put("count", items.size())
        .put("private", isPrivate)
        .put("cut", cut)
        .put("failed", failed)
        .put("ageMs", ageMillis(now));
  }

  /** The items of which this is the summary; fails when they are others. */
  static ItemList of(JsonObject summary, List<Item> items, long now) {
    long confirmed = now - summary.getLong("ageMs") * 1_000_000;
    boolean failed = summary.getBoolean("failed");
    if (summary.getBoolean("private")) {
      return ofOthers(summary.getString("digest"), failed, confirmed);
    }
    ItemList list = of(items, summary.getBoolean("cut"), failed, confirmed);
    if (!list.digest.equals(summary.getString("digest"))) {
      throw new IllegalArgumentException("other items than those of the digest");
    }
    return list;
  }

  static String digest(List<Item> items) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Item item : items) {
        sha.update(item.json().getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
