package dev.omnibus.config.sync;

import dev.omnibus.config.ConfigFile;
import dev.omnibus.harness.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The {@code access.json} that a node makes when it has none, with a password that tests know and
 * that is hashed in no time.
 */
public final class FirstAccess {

  private FirstAccess() {}

  /** Unless there is one. */
  public static void in(Path conf) throws IOException {
    ConfigFolder folder = new ConfigFolder(conf);
    if (!Files.exists(folder.path(ConfigFile.ACCESS))) {
      folder.create(ConfigFile.ACCESS, DefaultAccess.text(Password.HASH));
    }
  }
}
