package dev.omnibus.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The native part of SQLite, which its driver unpacks to load it. Here it is gone from the disk as
 * soon as it is loaded, so that a node that is killed leaves nothing of it behind.
 */
final class SqliteLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  /** Where the driver unpacks it to; whoever sets it decides for himself. */
  private static final String FOLDER = "org.sqlite.tmpdir";

  private static boolean tried;

  private SqliteLibrary() {}

  /** Only once; where it can't be loaded, the driver says so again to whoever asks it. */
  static synchronized void load() {
    if (tried || System.getProperty(FOLDER) != null) {
      return;
    }
    tried = true;
    try {
      loadFrom(Files.createTempDirectory("omnibus-sqlite"));
    } catch (Exception e) {
      LOG.debug("not loaded ahead: {}", e.toString());
    }
  }

  private static void loadFrom(Path folder) throws Exception {
    System.setProperty(FOLDER, folder.toString());
    try {
      SQLiteJDBCLoader.initialize();
    } finally {
      System.clearProperty(FOLDER);
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
