package dev.omnibus.store;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Locale;

/** Why a database takes nothing now, in a word and a sentence that may be shown to anybody. */
public enum Trouble {
  FULL("there is no room left in it"),
  READ_ONLY("it can't be written to"),
  LOCKED("another program keeps it locked"),
  UNREACHABLE("it does not answer"),
  REFUSED("it refuses what is written"),
  /** Not of a database: what is to be written into it first can't be fetched from its file. */
  UNREADABLE("what was put aside before can't be read");

  /** What SQLite calls it; the lower byte of its result code. */
  private static final int SQLITE_BUSY = 5;

  private static final int SQLITE_LOCKED = 6;
  private static final int SQLITE_READONLY = 8;
  private static final int SQLITE_IOERR = 10;
  private static final int SQLITE_FULL = 13;
  private static final int SQLITE_CANTOPEN = 14;

  private final String sentence;

  Trouble(String sentence) {
    this.sentence = sentence;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String sentence() {
    return sentence;
  }

  /** What a failure comes from, by the codes of either database. */
  public static Trouble of(SQLException failure) {
    String state = failure.getSQLState();
    if (state != null) {
      return bySqlState(state);
    }
    return failure instanceof SQLTransientException
        ? UNREACHABLE
        : byResultCode(failure.getErrorCode() & 0xFF);
  }

  /** A failure for the log: what a driver says itself may hold all the rows, and stays out. */
  public static String line(SQLException failure) {
    return of(failure).sentence
        + " state="
        + failure.getSQLState()
        + " code="
        + failure.getErrorCode();
  }

  /** PostgreSQL, appendix A: error codes. */
  private static Trouble bySqlState(String state) {
    if (state.equals("25006")) {
      return READ_ONLY;
    }
    if (state.startsWith("53")) {
      return FULL;
    }
    if (state.startsWith("55")) {
      return LOCKED;
    }
    return state.startsWith("08") || state.startsWith("57") ? UNREACHABLE : REFUSED;
  }

  private static Trouble byResultCode(int code) {
    return switch (code) {
      case SQLITE_FULL -> FULL;
      case SQLITE_READONLY -> READ_ONLY;
      case SQLITE_BUSY, SQLITE_LOCKED -> LOCKED;
      case SQLITE_CANTOPEN, SQLITE_IOERR -> UNREACHABLE;
      default -> REFUSED;
    };
  }
}
