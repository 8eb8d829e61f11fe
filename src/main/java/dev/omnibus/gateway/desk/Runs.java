package dev.omnibus.gateway.desk;

import dev.omnibus.bus.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The runs that this node has under way, and those that ended not long ago: the newest, bounded in
 * number and characters. It lives on the desk's loop.
 */
final class Runs {

  static final int MOST_AT_ONCE = 200;
  static final int MOST_AT_ONCE_OF_ONE = 20;
  static final int MOST_OF_ONE = 50;
  static final int MOST = 1_000;
  static final long MOST_CHARS = 64L << 20;

  private final Map<String, Run> runs = new LinkedHashMap<>();

  /** Whether this user may begin another one now. */
  void refuseIfCrowded(String user) {
    if (open(run -> true).size() >= MOST_AT_ONCE) {
      throw Failure.LIMITED.because("this node runs " + MOST_AT_ONCE + " calls already");
    }
    if (open(run -> run.caller().user().equals(user)).size() >= MOST_AT_ONCE_OF_ONE) {
      throw Failure.LIMITED.because("you have " + MOST_AT_ONCE_OF_ONE + " calls under way here");
    }
  }

  void add(Run run) {
    runs.put(run.id(), run);
    trim(run.caller().user());
  }

  /** Something ended, and may take much room now. */
  void trim(String user) {
    Predicate<Run> his = run -> run.caller().user().equals(user);
    drop(his, runs.values().stream().filter(his).count() - MOST_OF_ONE);
    drop(run -> true, runs.size() - MOST);
    long chars = runs.values().stream().mapToLong(Run::chars).sum();
    Iterator<Run> oldest = runs.values().iterator();
    while (chars > MOST_CHARS && oldest.hasNext()) {
      Run run = oldest.next();
      if (run.state().isOver()) {
        chars -= run.chars();
        oldest.remove();
      }
    }
  }

  private void drop(Predicate<Run> meant, long most) {
    Iterator<Run> oldest = runs.values().iterator();
    long left = most;
    while (left > 0 && oldest.hasNext()) {
      Run run = oldest.next();
      if (run.state().isOver() && meant.test(run)) {
        oldest.remove();
        left--;
      }
    }
  }

  /** Null when it is not, or no longer, kept here. */
  Run of(String id) {
    return runs.get(id);
  }

  /** Newest first. */
  List<Run> of(Predicate<Run> meant) {
    List<Run> found = new ArrayList<>(runs.values().stream().filter(meant).toList());
    Collections.reverse(found);
    return found;
  }

  List<Run> open(Predicate<Run> meant) {
    return runs.values().stream().filter(run -> !run.state().isOver()).filter(meant).toList();
  }
}
