package dev.omnibus.gateway.desk;

import java.util.Locale;

/** Where a run is. */
enum RunState {
  RUNNING,
  /** The server waits for an answer of the user. */
  ASKING,
  /** There is a result; the tool may say in it that it failed. */
  FINISHED,
  /** There is an error instead. */
  FAILED,
  CANCELLED,
  /** Nobody knows what became of it. */
  LOST;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isOver() {
    return this != RUNNING && this != ASKING;
  }
}
