package dev.omnibus.coordinator;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps {@link Tiny} servers in the middle of their start, for as long as a test needs them there.
 */
public final class Hold {

  private final Path file;

  private Hold(Path file) {
    this.file = file;
  }

  /** One that holds nobody yet. */
  public static Hold open() {
    try {
      Path file = Files.createTempFile("omnibus-hold", "");
      Files.delete(file);
      return new Hold(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that starts at once unless it is held. */
  public JsonObject entry() {
    return Tiny.entry(habit());
  }

  String[] habit() {
    return new String[] {"held", file.toString()};
  }

  /** Whatever starts from now on stays in its start. */
  public void hold() {
    try {
      Files.writeString(file, "");
      file.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets go whoever is held. */
  public void release() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
