package dev.omnibus.gateway.target;

import dev.omnibus.config.Endpoints;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.mcp.transport.Tls;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The targets of all HTTP servers, made when they are first asked for and made anew when their
 * definition changes.
 */
public final class Targets implements Whereabouts {

  private static final long AGAIN_MILLIS = 1_000;

  private final Vertx vertx;
  private final LiveConfig live;
  private final Endpoints endpoints;
  private final Map<String, Target> known = new ConcurrentHashMap<>();
  private final Set<String> making = ConcurrentHashMap.newKeySet();

  public Targets(Vertx vertx, LiveConfig live, Endpoints endpoints) {
    this.vertx = vertx;
    this.live = live;
    this.endpoints = endpoints;
    live.onServers(
        change ->
            known.values().removeIf(old -> live.owned().get(old.spec().name()) != old.spec()));
  }

  /** The target if it was made before and still holds, else null. */
  public Target known(String server) {
    Target target = known.get(server);
    return target != null && target.spec() == live.owned().get(server) ? target : null;
  }

  /** Reads files on a worker; fails with an McpException when a reference leads nowhere. */
  public Future<Target> of(String server) {
    ServerSpec spec = live.owned().get(server);
    return spec.isGroup() ? oneOf(spec) : one(spec);
  }

  /** A replica whose address leads nowhere does not take the others along. */
  private Future<Target> oneOf(ServerSpec group) {
    List<Future<Target>> members =
        group.members().stream().map(member -> one(live.owned().get(member.name()))).toList();
    return Future.join(members)
        .transform(
            done -> members.stream().filter(Future::succeeded).findFirst().orElse(members.get(0)));
  }

  /** One that is not known is made, and is there the next time. */
  @Override
  public Target ready(String replica) {
    Target target = known(replica);
    ServerSpec spec = live.owned().get(replica);
    boolean http = spec != null && spec.transport() == TransportKind.HTTP && !spec.isGroup();
    if (target == null && http && making.add(replica)) {
      one(spec).onComplete(done -> vertx.setTimer(AGAIN_MILLIS, id -> making.remove(replica)));
    }
    return target;
  }

  @Override
  public Target latest(Target known) {
    ServerSpec same = live.owned().get(known.spec().name());
    ServerSpec spec = same == null ? live.owned().get(known.server()) : same;
    if (spec == null || spec == known.spec()) {
      return spec == null ? null : known;
    }
    Target young = spec.isGroup() ? anyKnown(spec) : ready(spec.name());
    return young == null ? known : young;
  }

  /** One of a server's replicas, if any is known, else null. */
  public Target anyKnown(ServerSpec group) {
    for (ServerSpec member : group.members()) {
      Target one = known(member.name());
      if (one != null) {
        return one;
      }
    }
    return null;
  }

  private Future<Target> one(ServerSpec spec) {
    String server = spec.name();
    Target target = known(server);
    return target != null
        ? Future.succeededFuture(target)
        : vertx.executeBlocking(() -> make(spec), false).onSuccess(made -> known.put(server, made));
  }

  private Target make(ServerSpec spec) {
    HttpEndpoint endpoint = (HttpEndpoint) endpoints.session(spec);
    return new Target(
        spec,
        endpoint.url(),
        endpoint.headers(),
        Tls.to(endpoint.url(), endpoint.trustCertificates()),
        endpoint.credential());
  }
}
