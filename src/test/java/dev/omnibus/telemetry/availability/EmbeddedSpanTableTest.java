package dev.omnibus.telemetry.availability;

import dev.omnibus.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSpanTableTest extends SpanTableContract {

  @TempDir Path folder;

  @Override
  Database open() {
    return Database.embedded(folder.resolve(Database.FILE));
  }
}
