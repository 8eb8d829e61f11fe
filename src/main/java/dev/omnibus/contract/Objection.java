package dev.omnibus.contract;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a request is not passed on.
 *
 * @param mismatches what is wrong with its body; none where the caller may not ask it
 */
public record Objection(Failure failure, List<Mismatch> mismatches) {

  static Objection forbidden() {
    return new Objection(Failure.FORBIDDEN, List.of());
  }

  static Objection of(List<Mismatch> mismatches) {
    return new Objection(Failure.BAD_REQUEST, mismatches);
  }

  /** The same in words. */
  public BusException toException() {
    return failure.because(
        mismatches.isEmpty()
            ? null
            : mismatches.stream().map(Mismatch::toString).collect(Collectors.joining("; ")));
  }
}
