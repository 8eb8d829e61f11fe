package dev.omnibus.config.sync;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.check.Checked;
import dev.omnibus.config.check.Problem;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says to log and bus what became of a change. */
final class ConfigEvents {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigEvents.class);

  private final Bus bus;

  ConfigEvents(Bus bus) {
    this.bus = bus;
  }

  /** A new version is in force. */
  void changed(ConfigVersion version, ConfigDiff diff) {
    inForce(version, diff);
    JsonObject data = version.summary();
    data.remove("node");
    bus.publish(
        Addresses.EVENT_CONFIG_CHANGED,
        "config_changed",
        Severity.INFO.word(),
        data.mergeIn(diff.toJson()));
  }

  /** A version that another node brought in is in force here too. */
  void inForce(ConfigVersion version, ConfigDiff diff) {
    LOG.info(
        "configuration file={} version={} by={} from={} added={} changed={} removed={} restart={}",
        version.file().fileName(),
        version.version(),
        version.by(),
        version.node(),
        diff.added(),
        diff.changed(),
        diff.removed(),
        diff.restart());
  }

  /**
   * A change was refused; the last good version stays. Of very many problems the first are told.
   */
  void rejected(ConfigFile file, List<Problem> problems, String by) {
    JsonArray list = new JsonArray();
    problems.stream().limit(Checked.MAX_SAID).map(Problem::toJson).forEach(list::add);
    bus.publish(
        Addresses.EVENT_CONFIG_REJECTED,
        "config_rejected",
        Severity.ERROR.word(),
        new JsonObject()
            .put("file", file.fileName())
            .put("problems", list)
            .put("count", problems.size())
            .put("by", by));
  }

  /** The same for the log of this node. */
  void logRejected(List<Problem> problems, String by) {
    problems.stream()
        .limit(Checked.MAX_SAID)
        .forEach(p -> LOG.error("configuration refused by={} {}", by, p));
  }

  /** What does not keep a text from being used but deserves a look. */
  void warned(List<Problem> problems) {
    problems.stream()
        .filter(p -> !p.isError())
        .limit(Checked.MAX_SAID)
        .forEach(p -> LOG.warn("configuration {}", p));
  }
}
