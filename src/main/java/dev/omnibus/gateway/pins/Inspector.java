package dev.omnibus.gateway.pins;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.Item;
import dev.omnibus.gateway.catalog.ItemList;
import dev.omnibus.gateway.catalog.Shelf;
import dev.omnibus.model.SchemaWatch;
import dev.omnibus.model.SchemaWatch.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a reading of a server's lists means for its pins; pure. */
final class Inspector {

  /**
   * @param pins the next version
   * @param news what nobody was told yet
   */
  record Finding(Pins pins, List<Change> news) {}

  private Inspector() {}

  /** Nothing when all is as it was. */
  static Optional<Finding> look(
      Pins pins, Shelf shelf, SchemaWatch watch, Instant at, String node) {
    Pins.Draft draft = pins.next();
    boolean first = firstSeen(pins, shelf, draft);
    List<Change> changes = Changes.between(pins, shelf);
    String digest = changes.isEmpty() ? null : Changes.digest(changes);
    boolean news = digest != null && !digest.equals(pins.told());
    boolean over = digest == null && pins.told() != null;
    if (!first && !news && !over) {
      return Optional.empty();
    }
    if (news && watch.policy() == Policy.ALLOW) {
      changes.forEach(draft::accept);
      digest = null;
    }
    Pins young = draft.told(digest).by(news || over ? "server" : "first", at, node);
    return Optional.of(new Finding(young, news ? changes : List.of()));
  }

  /** What is seen for the first time is taken for what it should be. */
  private static boolean firstSeen(Pins pins, Shelf shelf, Pins.Draft draft) {
    boolean any = false;
    for (Listed listed : Listed.values()) {
      ItemList list = shelf.list(listed);
      if (Changes.isKnown(list) && !list.cut() && Objects.isNull(pins.list(listed))) {
        draft.read(listed);
        for (Item item : list.byName().values()) {
          draft.accept(new Change(listed, item.name(), null, item.json()));
        }
        any = true;
      }
    }
    return any;
  }
}
