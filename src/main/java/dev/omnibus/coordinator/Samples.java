package dev.omnibus.coordinator;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.ProbeAnswer;
import dev.omnibus.model.Link;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** Puts what an MCP exchange came to into the words of the model, secrets hidden. */
final class Samples {

  private static final double NANOS_IN_MS = 1_000_000.0;

  private final Clock clock;
  private final UnaryOperator<String> mask;

  Samples(Clock clock, UnaryOperator<String> mask) {
    this.clock = clock;
    this.mask = mask;
  }

  ProbeSample answered(ProbeAnswer answer, Link link) {
    return new ProbeSample(
        ProbeOutcome.ANSWERED,
        "answered " + answer.sent(),
        answer.sent(),
        mask.apply(answer.received()),
        answer.latencyNanos() / NANOS_IN_MS,
        clock.instant(),
        link);
  }

  /** A probe on an open session that got no good answer. */
  ProbeSample failed(McpException cause, McpSession session, Link link) {
    String sent = session.era() == Era.MODERN ? "server/discover" : "ping";
    return sample(outcome(cause.kind()), cause.getMessage(), sent, link);
  }

  /** There is no session, because the last try to open one failed. */
  ProbeSample unopened(McpException cause) {
    return sample(outcome(cause.kind()), cause.getMessage(), "connect", null);
  }

  ProbeSample unlinked(String detail) {
    return sample(ProbeOutcome.NOT_LINKED, detail, null, null);
  }

  private ProbeSample sample(ProbeOutcome outcome, String detail, String sent, Link link) {
    return new ProbeSample(outcome, mask.apply(detail), sent, null, null, clock.instant(), link);
  }

  /** A JSON-RPC error is an answer: whoever says no is alive. */
  static ProbeOutcome outcome(Kind kind) {
    return switch (kind) {
      case SPAWN_FAILED -> ProbeOutcome.SPAWN_FAILED;
      case MISCONFIGURED -> ProbeOutcome.MISCONFIGURED;
      case REFUSED -> ProbeOutcome.REFUSED;
      case UNREACHABLE -> ProbeOutcome.UNREACHABLE;
      case TLS -> ProbeOutcome.TLS;
      case TIMEOUT -> ProbeOutcome.TIMEOUT;
      case CLOSED -> ProbeOutcome.CLOSED;
      case GARBAGE -> ProbeOutcome.GARBAGE;
      case TOO_LARGE -> ProbeOutcome.TOO_LARGE;
      case HTTP_STATUS -> ProbeOutcome.HTTP_STATUS;
      case REDIRECT -> ProbeOutcome.REDIRECT;
      case AUTH_REQUIRED -> ProbeOutcome.AUTH_REQUIRED;
      case SESSION_EXPIRED -> ProbeOutcome.SESSION_EXPIRED;
      case INCOMPATIBLE -> ProbeOutcome.INCOMPATIBLE;
      case RPC_ERROR -> ProbeOutcome.ANSWERED;
    };
  }

  /** What a caller is told. Only what certainly was not carried out may be tried again. */
  BusException failure(McpException cause) {
    Failure failure =
        switch (cause.kind()) {
          case SPAWN_FAILED, REFUSED, UNREACHABLE, SESSION_EXPIRED -> Failure.UNAVAILABLE;
          case TIMEOUT -> Failure.TIMEOUT;
          case MISCONFIGURED,
              TLS,
              CLOSED,
              GARBAGE,
              TOO_LARGE,
              HTTP_STATUS,
              REDIRECT,
              AUTH_REQUIRED,
              INCOMPATIBLE,
              RPC_ERROR ->
              Failure.UPSTREAM;
        };
    return failure.because(
        cause.kind() == Kind.MISCONFIGURED
            ? "the server is not configured right: its status says what is missing"
            : mask.apply(cause.getMessage()));
  }
}
