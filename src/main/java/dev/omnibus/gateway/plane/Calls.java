package dev.omnibus.gateway.plane;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The requests of one agent that are under way on this node. They change on the agent's loop and
 * may be looked at on any.
 */
final class Calls {

  private final Loop loop;
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();

  Calls(Loop loop) {
    this.loop = loop;
  }

  void add(Call call) {
    calls.add(call);
  }

  void remove(Call call) {
    calls.remove(call);
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** Those to which the agent gave this id; without a session there may be several. */
  List<Call> withId(String id) {
    return calls.stream().filter(call -> call.id().equals(id)).toList();
  }

  /** There is room for more of what comes for them. */
  void relieved() {
    List.copyOf(calls).forEach(Call::relieved);
  }

  void cancel(String reason) {
    List.copyOf(calls).forEach(call -> call.cancel(reason));
  }

  /** Ends those that their agent may not have any more. */
  void forbid(Predicate<Call> which) {
    for (Call call : calls) {
      if (which.test(call)) {
        loop.run(call::forbid);
      }
    }
  }
}
