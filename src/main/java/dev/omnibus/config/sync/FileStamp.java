package dev.omnibus.config.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/** What is cheap to know about a file and changes whenever its content does; links are followed. */
record FileStamp(long size, Instant modified, Object key) {

  /** Clocks of file systems are coarse: a file may change twice within one of their ticks. */
  private static final Duration COARSE = Duration.ofSeconds(2);

  private static final FileStamp MISSING = new FileStamp(-1, Instant.MIN, null);

  static FileStamp of(Path path) {
    try {
      BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
      return new FileStamp(a.size(), a.lastModifiedTime().toInstant(), a.fileKey());
    } catch (IOException e) {
      return MISSING;
    }
  }

  /** Whether an equal stamp may hide another change, because the last one was a moment ago. */
  boolean isFresh(Instant now) {
    return modified != Instant.MIN && modified.plus(COARSE).isAfter(now);
  }
}
