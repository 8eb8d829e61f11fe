package dev.omnibus.gateway.pins;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.Item;
import dev.omnibus.gateway.catalog.ItemList;
import dev.omnibus.gateway.catalog.Shelf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What of a server is not as it is pinned; pure. */
final class Changes {

  private Changes() {}

  /** Nothing of lists that were never pinned, or are another for each caller, or were cut. */
  static List<Change> between(Pins pins, Shelf shelf) {
    List<Change> changes = new ArrayList<>();
    for (Listed listed : Listed.values()) {
      ItemList list = shelf == null ? null : shelf.list(listed);
      Map<String, Pin> pinned = pins.list(listed);
      if (pinned != null && isKnown(list)) {
        changed(listed, pinned, list, changes);
        if (!list.cut()) {
          removed(listed, pinned, list, changes);
        }
      }
    }
    return changes;
  }

  static boolean isKnown(ItemList list) {
    return list != null && !list.isPrivate();
  }

  private static void changed(
      Listed listed, Map<String, Pin> pinned, ItemList list, List<Change> changes) {
    for (Item item : new TreeMap<>(list.byName()).values()) {
      Pin pin = pinned.get(item.name());
      if (pin == null || !isAsPinned(pin, item.json())) {
        changes.add(new Change(listed, item.name(), pin, item.json()));
      }
    }
  }

  private static void removed(
      Listed listed, Map<String, Pin> pinned, ItemList list, List<Change> changes) {
    for (Map.Entry<String, Pin> pin : new TreeMap<>(pinned).entrySet()) {
      if (!list.byName().containsKey(pin.getKey())) {
        changes.add(new Change(listed, pin.getKey(), pin.getValue(), null));
      }
    }
  }

  /** The very words are the same at once; others may mean the same. */
  static boolean isAsPinned(Pin pin, String json) {
    return json.equals(pin.definition()) || Canonical.digest(json).equals(pin.digest());
  }

  /** The same for the same changes only. */
  static String digest(List<Change> changes) {
    return Canonical.digestOfText(
        changes.stream().map(Change::fingerprint).sorted().collect(Collectors.joining("\n")));
  }
}
