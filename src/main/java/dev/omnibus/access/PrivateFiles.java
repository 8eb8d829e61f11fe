package dev.omnibus.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only the account of this node may read. Blocking. */
final class PrivateFiles {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Puts the text in the place of the file in one step. */
  static void replace(Path file, String text) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path young =
        Files.createTempFile(directory, ".new-", null, PosixFilePermissions.asFileAttribute(OWNER));
    Files.write(young, text.getBytes(StandardCharsets.UTF_8));
    Files.move(young, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes away what others may do with the file. */
  static void close(Path file) throws IOException {
    Files.setPosixFilePermissions(file, OWNER);
  }
}
