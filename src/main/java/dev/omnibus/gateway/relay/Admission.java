package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.TraceHeaders;

/** Lets messages of agents in, before a server is touched, and has them seen. */
final class Admission {

  private final Permits permits;
  private final Seen seen;

  Admission(Permits permits, Seen seen) {
    this.permits = permits;
    this.seen = seen;
  }

  /** Throws what the agent gets instead; that is seen too. */
  Sight admit(Post post) {
    String thing = post.thing();
    Sight sight = sight(post, "tools/call".equals(post.method()) ? thing : null);
    if (post.isRequest()) {
      try {
        check(post, thing);
      } catch (RpcException refused) {
        sight.finished(Outcome.POLICY);
        throw refused;
      }
    }
    return sight;
  }

  private void check(Post post, String thing) {
    if (post.namesAThing()) {
      permits.check(post.caller(), post.era(), post.server(), post.message(), thing);
    }
    if (post.session() != null && !post.session().takeOff(post.message().id())) {
      throw RpcException.badRequest(
          RpcException.INVALID_REQUEST, "Invalid Request: a request with this id is under way");
    }
  }

  private Sight sight(Post post, String tool) {
    String method = post.isRequest() ? post.method() : "notification";
    String trace = post.http().getHeader(TraceHeaders.PARENT);
    Sight sight =
        seen.begin(
                post.caller(),
                post.server(),
                method,
                tool,
                trace == null ? post.message().text("params", "_meta", TraceHeaders.PARENT) : trace)
            .of(post.message());
    if (post.isRequest()) {
      post.http().response().putHeader(TraceHeaders.TIMING, TraceHeaders.timing(sight.trace()));
    }
    return sight;
  }

  /** What of a message its server may hear. */
  Post heard(Post post) {
    Envelope heard = permits.heard(post.caller(), post.server(), post.message());
    return heard == post.message()
        ? post
        : new Post(post.http(), post.caller(), post.server(), post.era(), post.session(), heard);
  }
}
