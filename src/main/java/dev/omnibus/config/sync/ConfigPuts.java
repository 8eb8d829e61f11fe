package dev.omnibus.config.sync;

import dev.omnibus.bus.Failure;
import dev.omnibus.config.check.Checked;
import dev.omnibus.config.check.HiddenSecrets;
import io.vertx.core.Future;
import java.util.List;

/** Makes a version of a text of one file that a command brings. */
final class ConfigPuts {

  private static final int TRIES = 8;

  /** A text that is good, and what was asked for it. */
  private record Wish(String text, String by, Long base) {}

  private final ConfigInForce mine;
  private final SharedVersions shared;
  private final ConfigDesk desk;
  private final ConfigEvents events;

  ConfigPuts(ConfigInForce mine, SharedVersions shared, ConfigDesk desk, ConfigEvents events) {
    this.mine = mine;
    this.shared = shared;
    this.desk = desk;
    this.events = events;
  }

  /**
   * Puts a text in force.
   *
   * @param base the version it was made from, null for whichever
   * @return the version it became; fails with INVALID or CONFLICT
   */
  Future<Long> put(String text, String by, Long base) {
    String whole = HiddenSecrets.restore(text, mine.version().text());
    List<String> lost = HiddenSecrets.lost(whole);
    if (!lost.isEmpty()) {
      String why = "what was hidden at " + lost.get(0) + " is not known; write it again";
      return Future.failedFuture(Failure.INVALID.because(why));
    }
    return desk.check(whole)
        .compose(
            checked ->
                checked.isValid() ? put(new Wish(whole, by, base), TRIES) : refuse(checked, by));
  }

  private Future<Long> refuse(Checked checked, String by) {
    events.logRejected(checked.errors(), by);
    events.rejected(mine.file(), checked.errors(), by);
    return Future.failedFuture(Failure.INVALID.because(checked.say()));
  }

  private Future<Long> put(Wish wish, int tries) {
    return shared.get(mine.file()).compose(cluster -> put(wish, cluster, tries));
  }

  private Future<Long> put(Wish wish, ConfigVersion cluster, int tries) {
    boolean behind = Agreement.between(mine.version(), cluster) == Agreement.ADOPT;
    ConfigVersion now = behind ? cluster : mine.version();
    if (wish.base() != null && wish.base() != now.version()) {
      String detail = "version " + now.version() + " is in force, not " + wish.base();
      return Future.failedFuture(Failure.CONFLICT.because(detail));
    }
    if (wish.text().equals(now.text())) {
      return behind ? mine.adopt(cluster) : Future.succeededFuture(now.version());
    }
    ConfigVersion young = mine.next(wish.text(), wish.by(), cluster);
    return shared
        .swap(cluster, young)
        .compose(won -> won ? mine.settle(young) : again(wish, tries));
  }

  private Future<Long> again(Wish wish, int tries) {
    return tries > 0 ? put(wish, tries - 1) : Future.failedFuture(Failure.CONFLICT.because(null));
  }
}
