package dev.omnibus.chaos;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one client got, held against what there was: each number once as new, in order, and none
 * left out but those that a snapshot stands for.
 */
final class Ledger {

  private final String name;
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private int newest;
  private volatile int covered = -1;
  private volatile int events;
  private volatile int snapshots;
  private volatile int resumes;

  Ledger(String name) {
    this.name = name;
  }

  void event(JsonObject envelope) {
    int number = envelope.getJsonObject("data").getInteger("number");
    if (number <= newest) {
      faults.add(name + " got " + number + " as new after " + newest);
    }
    if (covered < 0 || number > covered + 1) {
      faults.add(name + " got " + number + " where " + (covered + 1) + " was due");
    }
    newest = Math.max(newest, number);
    covered = Math.max(covered, number);
    events++;
  }

  /** The world as it was after so many events. */
  void snapshot(int number) {
    covered = Math.max(covered, number);
    snapshots++;
  }

  void resumed() {
    resumes++;
  }

  boolean has(int number) {
    return covered >= number;
  }

  List<String> faults() {
    return faults;
  }

  int events() {
    return events;
  }

  int snapshots() {
    return snapshots;
  }

  int resumes() {
    return resumes;
  }

  @Override
  public String toString() {
    return name + " at " + covered + " events=" + events + " snapshots=" + snapshots;
  }
}
