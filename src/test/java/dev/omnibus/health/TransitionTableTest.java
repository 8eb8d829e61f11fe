package dev.omnibus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state with every outcome of a single probe, and with every signal. The server has nothing
 * counted before; one in {@code circuit_open} has just let its first of two trials through.
 */
class TransitionTableTest {

  private static final String PROBES =
      """
                     answered       auth_required  incompatible   not_linked     bad
      unknown        healthy        auth_required  disconnected   unknown        disconnected
      starting       healthy        auth_required  disconnected   starting       disconnected
      healthy        healthy        auth_required  disconnected   starting       degraded
      degraded       healthy        auth_required  disconnected   starting       degraded
      disconnected   disconnected   auth_required  disconnected   disconnected   disconnected
      circuit_open   circuit_open   auth_required  disconnected   circuit_open   circuit_open
      auth_required  healthy        auth_required  disconnected   auth_required  auth_required
      draining       draining       draining       draining       draining       draining
      stopped        stopped        stopped        stopped        stopped        stopped
      disabled       disabled       disabled       disabled       disabled       disabled
      """;

  private static final String SIGNALS =
      """
                     starting       linked         lost           failed
      unknown        starting       starting       disconnected   disconnected
      starting       starting       starting       disconnected   disconnected
      healthy        starting       healthy        disconnected   degraded
      degraded       starting       degraded       disconnected   degraded
      disconnected   disconnected   disconnected   disconnected   disconnected
      circuit_open   circuit_open   circuit_open   circuit_open   circuit_open
      auth_required  auth_required  auth_required  disconnected   auth_required
      draining       starting       starting       draining       draining
      stopped        starting       starting       stopped        stopped
      disabled       starting       starting       disabled       disabled
      """;

  @ParameterizedTest(name = "{0} + {1} = {2}")
  @MethodSource("probes")
  void a_probe_leads_to(ServerState from, ProbeOutcome outcome, ServerState to) {
    assertEquals(to, Given.after(outcome, Given.health(from)).state());
  }

  @ParameterizedTest(name = "{0} + {1} = {2}")
  @MethodSource("signals")
  void a_signal_leads_to(ServerState from, ServerSignal.Kind kind, ServerState to) {
    assertEquals(to, Given.after(kind, Given.health(from)).state());
  }

  static Stream<Arguments> probes() {
    return rows(PROBES, TransitionTableTest::outcomes);
  }

  static Stream<Arguments> signals() {
    Stream<Arguments> wishes =
        Arrays.stream(ServerState.values())
            .flatMap(
                from ->
                    Stream.of(
                        Arguments.of(from, ServerSignal.Kind.OWNED, from),
                        Arguments.of(from, ServerSignal.Kind.RELEASED, from),
                        Arguments.of(from, ServerSignal.Kind.DRAINING, ServerState.DRAINING),
                        Arguments.of(from, ServerSignal.Kind.STOPPED, ServerState.STOPPED),
                        Arguments.of(from, ServerSignal.Kind.DISABLED, ServerState.DISABLED)));
    return Stream.concat(
        wishes, rows(SIGNALS, word -> List.of(ServerSignal.Kind.valueOf(word.toUpperCase()))));
  }

  /** The column {@code bad} stands for all outcomes that have no column of their own. */
  private static List<ProbeOutcome> outcomes(String word) {
    if (!word.equals("bad")) {
      return List.of(ProbeOutcome.of(word));
    }
    return Arrays.stream(ProbeOutcome.values())
        .filter(outcome -> !PROBES.lines().findFirst().orElseThrow().contains(outcome.word()))
        .toList();
  }

  private static Stream<Arguments> rows(String table, Function<String, List<?>> columns) {
    List<String[]> lines = table.lines().map(line -> line.strip().split(" +")).toList();
    String[] head = lines.get(0);
    List<Arguments> rows = new ArrayList<>();
    for (String[] line : lines.subList(1, lines.size())) {
      for (int i = 0; i < head.length; i++) {
        ServerState to = ServerState.of(line[i + 1]);
        columns.apply(head[i]).forEach(news -> rows.add(row(line[0], news, to)));
      }
    }
    return rows.stream();
  }

  private static Arguments row(String from, Object news, ServerState to) {
    return Arguments.of(ServerState.of(from), news, to);
  }
}
