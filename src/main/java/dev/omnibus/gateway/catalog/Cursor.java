package dev.omnibus.gateway.catalog;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a page of the list of all servers ended: behind which item of which server. It says the
 * same on every node, and still makes sense when items came or went in the meantime.
 *
 * @param name of the last item shown, as the server knows it
 * @param index where it stood among those of its server
 */
public record Cursor(String server, String name, int index) {

  /** Opaque to whoever gets it. */
  String text() {
    String json = JsonArray.of(server, name, index).encode();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Empty for what never was one. */
  public static Optional<Cursor> parse(String text) {
    try {
      JsonArray json =
          new JsonArray(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
      return json.size() == 3
              && json.getValue(0) instanceof String server
              && json.getValue(1) instanceof String name
              && json.getValue(2) instanceof Integer index
              && index >= 0
          ? Optional.of(new Cursor(server, name, index))
          : Optional.empty();
    } catch (IllegalArgumentException | DecodeException foreign) {
      return Optional.empty();
    }
  }

  /**
   * The index of the next item to show.
   *
   * @param all by server, in the order of their names
   */
  public int next(List<Shown> all) {
    int first = 0;
    while (first < all.size() && all.get(first).server().compareTo(server) < 0) {
      first++;
    }
    int end = first;
    while (end < all.size() && all.get(end).server().equals(server)) {
      if (all.get(end).item().name().equals(name)) {
        return end + 1;
      }
      end++;
    }
    return Math.min(first + index, end);
  }

  /** Behind the item at this place. */
  static Cursor behind(List<Shown> all, int at) {
    Shown last = all.get(at);
    int index = 0;
    while (at - index > 0 && all.get(at - index - 1).server().equals(last.server())) {
      index++;
    }
    return new Cursor(last.server(), last.item().name(), index);
  }
}
