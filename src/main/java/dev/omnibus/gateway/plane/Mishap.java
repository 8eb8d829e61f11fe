package dev.omnibus.gateway.plane;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.McpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a request got no answer from its server, and what the agent is told. */
public record Mishap(Throwable why, boolean sent) {

  private static final Logger LOG = LoggerFactory.getLogger(Mishap.class);

  /** Whether another try would end the same way, or may do harm. */
  public boolean isFinal() {
    return why instanceof RpcException known && known.retrySeconds() == 0
        || isOurs()
        || isTimeout()
        || isLimit()
        || isGarbage()
        || kind() == McpException.Kind.AUTH_REQUIRED
        || kind() == McpException.Kind.MISCONFIGURED;
  }

  /** Whether this gateway did not let it through. */
  public boolean isOurs() {
    return why instanceof RpcException known && !known.isAway();
  }

  /** Whether it was kept back because who would take it takes nothing new for the moment. */
  public boolean isRest() {
    return why == Way.RESTS || isBack();
  }

  /** Whether who would take it was waited for and is back. */
  public boolean isBack() {
    return why == Way.BACK;
  }

  public boolean isTimeout() {
    return why instanceof BusException bus && bus.failure() == Failure.TIMEOUT
        || kind() == McpException.Kind.TIMEOUT;
  }

  public boolean isLimit() {
    return why instanceof BusException bus && bus.failure() == Failure.LIMITED;
  }

  private boolean isGarbage() {
    return kind() == McpException.Kind.GARBAGE || kind() == McpException.Kind.TOO_LARGE;
  }

  /** The server, or who gives out its tokens, wants nothing of this gateway. */
  private boolean isRefusal() {
    boolean remote = why instanceof BusException bus && bus.failure() == Failure.UPSTREAM;
    return kind() == McpException.Kind.AUTH_REQUIRED || remote && !sent;
  }

  private McpException.Kind kind() {
    return why instanceof McpException known ? known.kind() : null;
  }

  public RpcException forAgent() {
    if (why instanceof RpcException known) {
      return known;
    }
    if (isTimeout()) {
      return RpcException.own(504, "the server did not answer in time");
    }
    if (isLimit()) {
      return RpcException.own(429, why.getMessage());
    }
    if (kind() == McpException.Kind.RPC_ERROR) {
      return ((McpException) why)
          .rpcError()
          .map(RpcException::ofServer)
          .orElseGet(() -> RpcException.own(502, why.getMessage()));
    }
    if (kind() == McpException.Kind.MISCONFIGURED) {
      return RpcException.misconfigured();
    }
    if (isGarbage() || isRefusal()) {
      return RpcException.own(502, why.getMessage());
    }
    if (!(why instanceof McpException || why instanceof BusException)) {
      LOG.error("unforeseen", why);
      return RpcException.of(why);
    }
    return sent
        ? RpcException.own(
            502, "the connection to the server broke; whether it did what was asked is not known")
        : RpcException.own(503, "the server can't be reached");
  }
}
