package dev.omnibus.config.sync;

import dev.omnibus.config.check.Problem;
import io.vertx.core.Future;
import java.util.List;

/** Keeps one file at the version of the cluster: the highest wins. */
final class ConfigAgreement {

  private final ConfigInForce mine;
  private final SharedVersions shared;
  private final ConfigDesk desk;
  private final ConfigEvents events;

  ConfigAgreement(ConfigInForce mine, SharedVersions shared, ConfigDesk desk, ConfigEvents events) {
    this.mine = mine;
    this.shared = shared;
    this.desk = desk;
    this.events = events;
  }

  /**
   * Meets the cluster for the first time.
   *
   * @param edited whether the file was changed while this node was away
   */
  Future<Void> join(boolean edited) {
    return shared
        .get(mine.file())
        .compose(
            cluster ->
                Agreement.between(mine.version(), cluster) == Agreement.OFFER
                    ? offer(cluster, first(cluster, edited))
                    : meet(cluster, edited));
  }

  private ConfigVersion first(ConfigVersion cluster, boolean edited) {
    ConfigVersion found = mine.version();
    boolean young = found.version() == 0 || edited && !found.sameText(cluster);
    return young ? found.withVersion(found.version() + 1) : found;
  }

  /** A folder that never was in a cluster has nothing to lose. */
  private Future<Void> meet(ConfigVersion cluster, boolean edited) {
    ConfigVersion found = mine.version();
    boolean lost = edited && found.version() > 0 && !cluster.sameText(found);
    return (lost ? lose(cluster, found) : mine.adopt(cluster)).mapEmpty();
  }

  /** Takes up what the cluster has agreed on, or offers what it has lost. */
  Future<Void> follow() {
    return shared
        .get(mine.file())
        .compose(
            cluster ->
                switch (Agreement.between(mine.version(), cluster)) {
                  case NOTHING -> Future.succeededFuture();
                  case OFFER -> offer(cluster, mine.version());
                  case ADOPT ->
                      mine.hasRefused(cluster)
                          ? Future.succeededFuture()
                          : mine.adopt(cluster).mapEmpty();
                });
  }

  private Future<Void> offer(ConfigVersion cluster, ConfigVersion young) {
    return shared
        .swap(cluster, young)
        .compose(won -> won ? mine.settle(young).compose(v -> tell(cluster, young)) : follow());
  }

  /** The others learn what is new to them, though it is not to this node. */
  private Future<Void> tell(ConfigVersion cluster, ConfigVersion young) {
    if (cluster == null || cluster.sameText(young)) {
      return Future.succeededFuture();
    }
    return Future.all(desk.check(cluster.text()), desk.check(young.text()))
        .onSuccess(both -> tell(cluster, young, desk.diff(both.resultAt(0), both.resultAt(1))))
        .mapEmpty();
  }

  private void tell(ConfigVersion cluster, ConfigVersion young, ConfigDiff diff) {
    events.changed(young, diff);
    desk.note(young, cluster.text(), diff);
  }

  /** A text that came second is kept aside, its author is told, and the first is in force. */
  Future<Long> lose(ConfigVersion first, ConfigVersion lost) {
    return desk.rememberLost(lost)
        .compose(
            place -> {
              mine.saw(lost.text());
              List<Problem> problems = List.of(desk.problem(cameFirst(first, place)));
              events.logRejected(problems, lost.by());
              events.rejected(mine.file(), problems, lost.by());
              return mine.adopt(first);
            });
  }

  private static String cameFirst(ConfigVersion first, String place) {
    return "version %d by %s from %s came first; the other text is kept in %s"
        .formatted(first.version(), first.by(), first.node(), place);
  }
}
