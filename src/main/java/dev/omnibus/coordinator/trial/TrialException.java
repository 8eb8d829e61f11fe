package dev.omnibus.coordinator.trial;

import java.util.List;

/** A test that ended before its end: in which phase, why, and what can be done about it. */
public final class TrialException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String phase;
  private final String kind;
  private final transient List<String> advice;

  public TrialException(String phase, String kind, String message, List<String> advice) {
    super(message, null, false, false);
    this.phase = phase;
    this.kind = kind;
    this.advice = List.copyOf(advice);
  }

  public String phase() {
    return phase;
  }

  /** One word, as probes say it, or {@code dns} and {@code not_allowed}. */
  public String kind() {
    return kind;
  }

  public List<String> advice() {
    return advice;
  }
}
