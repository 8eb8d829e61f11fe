package dev.omnibus.config.sync;

import dev.omnibus.bus.Failure;
import dev.omnibus.config.check.Checked;
import dev.omnibus.config.check.Reading;
import io.vertx.core.Future;

/**
 * Makes a version of each save of one file. Who is second by a blink takes the winner's, except
 * among nodes that share the folder: there the file itself is the truth.
 */
final class ConfigSaves {

  private static final int TRIES = 8;
  private static final String BY = "file";

  private final ConfigInForce mine;
  private final ConfigAgreement agreement;
  private final SharedVersions shared;
  private final ConfigDesk desk;
  private final ConfigEvents events;

  ConfigSaves(
      ConfigInForce mine,
      ConfigAgreement agreement,
      SharedVersions shared,
      ConfigDesk desk,
      ConfigEvents events) {
    this.mine = mine;
    this.agreement = agreement;
    this.shared = shared;
    this.desk = desk;
    this.events = events;
  }

  /** Looks whether the file was saved. What fails is looked at again. */
  Future<Void> look() {
    return desk.look()
        .compose(
            reading ->
                reading.isEmpty() || mine.hasSeen(ConfigDesk.seenOf(reading.get()))
                    ? Future.succeededFuture()
                    : saved(reading.get()))
        .recover(cause -> desk.lookAgain().transform(done -> Future.failedFuture(cause)));
  }

  private Future<Void> saved(Reading reading) {
    return desk.check(reading)
        .compose(checked -> checked.isValid() ? edit(reading.text()) : doubt(reading));
  }

  /** Perhaps it was only half written. */
  private Future<Void> doubt(Reading first) {
    return desk.readLater()
        .compose(
            second ->
                second.equals(first)
                    ? desk.check(second).compose(checked -> refuse(second, checked))
                    : desk.lookAgain());
  }

  private Future<Void> refuse(Reading reading, Checked checked) {
    return shared
        .claim(desk.folder() + " " + mine.version().version() + " " + reading.hashCode())
        .onSuccess(first -> refused(reading, checked, first))
        .mapEmpty();
  }

  /** Of the nodes that share the folder one speaks for all; each has it in its log. */
  private void refused(Reading reading, Checked checked, boolean first) {
    mine.saw(ConfigDesk.seenOf(reading));
    events.logRejected(checked.errors(), BY);
    if (first) {
      events.rejected(mine.file(), checked.errors(), BY);
    }
  }

  private Future<Void> edit(String text) {
    if (text.equals(mine.version().text())) {
      mine.saw(text);
      return Future.succeededFuture();
    }
    return contend(text, TRIES).mapEmpty();
  }

  private Future<Long> contend(String text, int tries) {
    return shared
        .get(mine.file())
        .compose(
            cluster -> {
              boolean behind = Agreement.between(mine.version(), cluster) == Agreement.ADOPT;
              if (behind && cluster.text().equals(text)) {
                mine.saw(text);
                return mine.adopt(cluster);
              }
              return behind && !mine.isFromHere(cluster)
                  ? agreement.lose(cluster, mine.next(text, BY, null))
                  : swap(cluster, text, tries);
            });
  }

  /** A node that shares the folder may have been faster, and the file may have moved on since. */
  private Future<Long> swap(ConfigVersion cluster, String text, int tries) {
    return desk.read()
        .compose(
            reading ->
                text.equals(reading.text())
                    ? swapNow(cluster, text, tries)
                    : desk.lookAgain().map(mine.version().version()));
  }

  private Future<Long> swapNow(ConfigVersion cluster, String text, int tries) {
    ConfigVersion young = mine.next(text, BY, cluster);
    return shared
        .swap(cluster, young)
        .compose(
            won -> {
              if (won) {
                mine.saw(text);
                return mine.settle(young);
              }
              return tries > 0
                  ? contend(text, tries - 1)
                  : Future.failedFuture(Failure.CONFLICT.because(null));
            });
  }
}
