package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir Path home;

  private String refusal(Path folder) {
    return assertThrows(IllegalStateException.class, () -> DataFolder.claim(folder)).getMessage();
  }

  @Test
  void a_folder_that_is_not_there_is_made() {
    DataFolder.claim(home.resolve("a/b"));
    assertTrue(Files.isDirectory(home.resolve("a/b")));
  }

  @Test
  void a_folder_is_claimed_once() {
    DataFolder first = DataFolder.claim(home);
    assertEquals(
        home + " is in use by another node; give this one its own with --data", refusal(home));
    assertTrue(first.isHeld());
  }

  @Test
  void a_file_in_its_place_is_named() throws Exception {
    Path file = Files.writeString(home.resolve("data"), "");
    assertEquals(
        "can't write to the data folder "
            + file
            + " (FileAlreadyExistsException);"
            + " choose another with --data",
        refusal(file));
  }
}
