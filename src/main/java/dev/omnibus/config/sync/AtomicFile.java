package dev.omnibus.config.sync;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Writes files that are there as a whole or not at all, also after a power cut. A new file belongs
 * to the account of this node alone (0600); one that is replaced keeps its mode. Blocking.
 */
final class AtomicFile {

  private AtomicFile() {}

  /** Puts the text in the place of the file. */
  static void replace(Path file, String text) throws IOException {
    Path young = beside(file, text);
    try {
      copyMode(file, young);
      Files.move(young, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(young);
    }
  }

  /** Makes the file; false when there is one already. */
  static boolean create(Path file, String text) throws IOException {
    Path young = beside(file, text);
    try {
      Files.createLink(file, young);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(young);
    }
  }

  /** The name starts with a dot, so that nothing that watches the folder takes it for a file. */
  private static Path beside(Path file, String text) throws IOException {
    Path young = Files.createTempFile(file.getParent(), "." + file.getFileName() + ".", null);
    try (FileChannel channel = FileChannel.open(young, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return young;
  }

  private static void copyMode(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view != null && Files.exists(from)) {
      view.setPermissions(Files.getPosixFilePermissions(from));
    }
  }
}
