package dev.omnibus.audit;

import dev.omnibus.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** What can be done with the log from the command line. Blocks. */
public final class AuditLogs {

  private AuditLogs() {}

  /** What was found out about one chain. */
  public record Verdict(String text, boolean whole) {}

  /**
   * Looks through all chains of a database.
   *
   * @param data the folder of the node; what stands there of its own chain is compared too
   */
  public static List<Verdict> verify(Database database, Path data) throws SQLException {
    try {
      return new Verification(new AuditTable(database))
          .all(new ChainHeadFile(data).read()).stream()
              .map(finding -> new Verdict(finding.toString(), finding.fault() == null))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
