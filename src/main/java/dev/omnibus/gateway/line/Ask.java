package dev.omnibus.gateway.line;

/** One request to a server, from the wish for a connection to the end of the answer. */
public final class Ask {

  private final Asker asker;
  private Line line;
  private Answer answer;
  private boolean dropped;

  Ask(Asker asker) {
    this.asker = asker;
  }

  /**
   * Nobody wants the answer, or the rest of it, any more: its connection goes, and nothing more is
   * heard of it.
   */
  public void drop() {
    dropped = true;
    if (line != null) {
      line.close();
    }
  }

  boolean isDropped() {
    return dropped;
  }

  Asker asker() {
    return asker;
  }

  void sentOn(Line one) {
    line = one;
  }

  void answered(Answer young) {
    answer = young;
    asker.answered(young);
  }

  Answer answer() {
    return answer;
  }

  /** All of the answer came; the connection is somebody else's now. */
  void end() {
    line = null;
    answer.end();
  }

  void lost(Throwable cause) {
    line = null;
    if (dropped) {
      return;
    }
    if (answer == null) {
      asker.lost(cause);
    } else {
      answer.lost(cause);
    }
  }
}
