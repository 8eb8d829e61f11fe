package dev.omnibus.audit;

import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAuditCutTest extends AuditCutContract {

  @TempDir Path folder;

  @Override
  Database open() {
    return Database.embedded(folder.resolve(Database.FILE));
  }

  @Override
  long taken(Database database) throws SQLException {
    String sql = "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '%audit%'";
    return database.read(connection -> Sql.number(connection, sql));
  }
}
