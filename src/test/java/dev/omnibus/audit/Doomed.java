package dev.omnibus.audit;

import dev.omnibus.store.Database;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes acts without end, in a process that is going to be killed, and says after each round up to
 * which act nothing may be lost any more. In turns its store is read-only for some rounds.
 */
final class Doomed {

  private static final int ROUND = 70;

  private Doomed() {}

  /** The folder, and the number of the first act. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Database database = Database.embedded(folder.resolve(Database.FILE));
    Desk desk = new Desk(database, folder, 100_000);
    int next = Integer.parseInt(args[1]);
    for (int round = 0; true; round++) {
      if (round % 8 == 5 || round % 8 == 7) {
        readOnly(database, round % 8 == 5);
      }
      desk.later().leave(next, next + ROUND).scribe.round();
      next += ROUND;
      System.out.println(new JsonObject().put("safe", next - 1).encode());
    }
  }

  private static void readOnly(Database database, boolean is) throws SQLException {
    database.write(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute("PRAGMA query_only = " + (is ? 1 : 0));
          }
        });
  }
}
