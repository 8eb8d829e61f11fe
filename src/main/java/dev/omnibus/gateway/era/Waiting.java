package dev.omnibus.gateway.era;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.Fields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a call of a modern agent waits for an answer: what {@code requestState} says, to be sealed.
 * It is good for one question to one user about one call, for a while (MCP 2026-07-28, multi
 * round-trip requests, "Server Requirements").
 *
 * @param node that holds the call
 * @param call its name there
 * @param round which question of this call it is, so that an answer is not taken twice
 * @param what digest of the method and of all params but those of the protocol
 * @param until seconds since the epoch
 */
public record Waiting(
    String node, String call, int round, String user, String server, String what, long until) {

  /** Names what a request is about, whoever sends it and however often. */
  public static String digest(Envelope request) {
    String raw = request.raw("params");
    JsonObject params = raw == null ? new JsonObject() : new JsonObject(raw);
    List.of("_meta", "inputResponses", "requestState").forEach(params::remove);
    return hash(request.method() + "\n" + RawJson.canonical(params));
  }

  /** Whether this user may answer with this request now. */
  public boolean takes(Envelope again, String from, String at, long now) {
    return user.equals(from) && server.equals(at) && now <= until && what.equals(digest(again));
  }

  public byte[] toBytes() {
    return new JsonObject()
        .put("n", node)
        .put("c", call)
        .put("r", round)
        .put("u", user)
        .put("s", server)
        .put("w", what)
        .put("t", until)
        .toBuffer()
        .getBytes();
  }

  /** Empty for what was not made by {@link #toBytes}. */
  public static Optional<Waiting> of(byte[] bytes) {
    try {
      Fields f = Fields.of(new JsonObject(Buffer.buffer(bytes)));
      return Optional.of(
          new Waiting(
              f.text("n"),
              f.text("c"),
              (int) f.number("r"),
              f.text("u"),
              f.text("s"),
              f.text("w"),
              f.number("t")));
    } catch (DecodeException | IllegalArgumentException odd) {
      return Optional.empty();
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
