package dev.omnibus.store;

/** The two databases, and the few words in which they differ. */
public enum Dialect {
  SQLITE("sqlite"),
  POSTGRESQL("postgresql");

  private final String word;

  Dialect(String word) {
    this.word = word;
  }

  /** The name of the folder of its migrations. */
  public String word() {
    return word;
  }

  /** The comparison that does not tell capitals from small letters. */
  public String like() {
    return this == SQLITE ? "LIKE" : "ILIKE";
  }

  /** Whether each node has its own. */
  public boolean isEmbedded() {
    return this == SQLITE;
  }
}
