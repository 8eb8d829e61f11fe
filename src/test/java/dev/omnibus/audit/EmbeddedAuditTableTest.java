package dev.omnibus.audit;

import dev.omnibus.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAuditTableTest extends AuditTableContract {

  @TempDir Path folder;

  @Override
  Database open() {
    return Database.embedded(folder.resolve(Database.FILE));
  }
}
