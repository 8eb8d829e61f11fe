package dev.omnibus.health;

import dev.omnibus.model.Check;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import java.util.ArrayList;
import java.util.List;

/** Turns a probe into what a page shows of it, carrying the last answer times along. */
final class Evidence {

  private Evidence() {}

  static Check of(Check before, ProbeSample sample) {
    return new Check(
        sample.at(),
        null,
        attempt(before, sample),
        sample.outcome(),
        sample.detail(),
        sample.sent(),
        sample.received(),
        sample.latencyMs(),
        recent(before, sample));
  }

  /** One sentence for people: {@code timeout: no answer in 5 s}. */
  static String inWords(ProbeSample sample) {
    String word = sample.outcome().word();
    return sample.detail() == null ? word : word + ": " + sample.detail();
  }

  private static int attempt(Check before, ProbeSample sample) {
    boolean alike = before != null && before.outcome() == sample.outcome();
    return alike ? before.attempt() + 1 : 1;
  }

  private static List<Double> recent(Check before, ProbeSample sample) {
    List<Double> times = new ArrayList<>(before == null ? List.of() : before.recent());
    if (sample.outcome() == ProbeOutcome.ANSWERED && sample.latencyMs() != null) {
      times.add(sample.latencyMs());
    }
    return times.subList(Math.max(0, times.size() - Check.RECENT), times.size());
  }
}
