package dev.omnibus.config.sync;

import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.check.Reading;
import java.time.Clock;
import java.util.Optional;

/**
 * Notices when one file changes, whatever way it was saved: in place, by an editor's rename, or by
 * swapping the link of a mounted folder. It looks rather than listens, because not all of these
 * send a notice everywhere. Blocking, one thread at a time.
 */
final class ConfigWatch {

  private final ConfigFolder folder;
  private final ConfigFile file;
  private final Clock clock;
  private FileStamp last;

  ConfigWatch(ConfigFolder folder, ConfigFile file, Clock clock) {
    this.folder = folder;
    this.file = file;
    this.clock = clock;
  }

  /** What stands in the file, if it may have changed since the last look that was used. */
  Optional<Reading> look() {
    FileStamp now = FileStamp.of(folder.path(file));
    if (now.equals(last) && !now.isFresh(clock.instant())) {
      return Optional.empty();
    }
    last = now;
    return Optional.of(folder.read(file));
  }

  /** The last look came to nothing: the next one reads again. */
  void forget() {
    last = null;
  }
}
