package dev.omnibus.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * All that the fleet knows of one server at one moment. It is told whole every time, so that a
 * reader keeps the one whose {@link Claim} beats the others and needs nothing else. {@code check}
 * is null before the first probe; {@code description} is the configuration's own words; {@code
 * replicas} says how each is where the server has several; {@code backBy} is there while it takes
 * no calls and is known to take them again, at the latest then.
 *
 * <p>{@code {"server":"files","state":"healthy","reason":"answered ping","since":"...",
 * "claim":{...},"link":{...},"check":{...},"breaker":{...}}}
 */
public record ServerStatus(
    String server,
    ServerState state,
    String reason,
    Instant since,
    Claim claim,
    Link link,
    Check check,
    BreakerStatus breaker,
    String description,
    List<Replica> replicas,
    Instant backBy) {

  public ServerStatus {
    replicas = List.copyOf(replicas);
  }

  /** Of a server that is one. */
  public ServerStatus(
      String server,
      ServerState state,
      String reason,
      Instant since,
      Claim claim,
      Link link,
      Check check,
      BreakerStatus breaker,
      String description) {
    this(server, state, reason, since, claim, link, check, breaker, description, List.of(), null);
  }

  /** The same, back by then. */
  public ServerStatus backBy(Instant then) {
    return new ServerStatus(
        server, state, reason, since, claim, link, check, breaker, description, replicas, then);
  }

  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("server", server)
            .put("state", state.word())
            .put("reason", reason)
            .put("since", since.toString())
            .put("claim", claim.toJson())
            .put("link", link.toJson())
            .put("check", check == null ? null : check.toJson())
            .put("breaker", breaker.toJson())
            .put("description", description);
    if (!replicas.isEmpty()) {
      json.put("replicas", new JsonArray(replicas.stream().map(Replica::toJson).toList()));
    }
    return backBy == null ? json : json.put("backBy", backBy.toString());
  }

  public static ServerStatus fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new ServerStatus(
        f.text("server"),
        f.word("state", ServerState::of),
        f.textOrNull("reason"),
        f.instant("since"),
        f.object("claim", Claim::fromJson),
        f.object("link", Link::fromJson),
        f.objectOrNull("check", Check::fromJson),
        f.object("breaker", BreakerStatus::fromJson),
        f.textOrNull("description"),
        f.objects("replicas", Replica::fromJson),
        f.instantOrNull("backBy"));
  }
}
