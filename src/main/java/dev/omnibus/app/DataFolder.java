package dev.omnibus.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of what one node remembers. Its lock ends with the process, however that ends. */
final class DataFolder implements AutoCloseable {

  private static final String LOCK = "lock";

  // A channel that nobody references is closed, and its lock with it.
  private final FileChannel channel;

  private DataFolder(FileChannel channel) {
    this.channel = channel;
  }

  /** Makes the folder if need be, and keeps other processes out of it. */
  static DataFolder claim(Path folder) {
    FileChannel channel = open(folder);
    if (!locked(channel, folder)) {
      throw new IllegalStateException(
          folder + " is in use by another node; give this one its own with --data");
    }
    return new DataFolder(channel);
  }

  boolean isHeld() {
    return channel.isOpen();
  }

  /** Lets others have it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel open(Path folder) {
    try {
      Files.createDirectories(folder);
      return FileChannel.open(
          folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static boolean locked(FileChannel channel, Path folder) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static IllegalStateException unusable(Path folder, IOException why) {
    return new IllegalStateException(
        "can't write to the data folder %s (%s); choose another with --data"
            .formatted(folder, why.getClass().getSimpleName()));
  }
}
