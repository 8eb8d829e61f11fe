package dev.omnibus.client;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What is asked of a node over HTTP, before there is a socket. */
final class Web {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** One for all clients of the process: it costs threads. */
  static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private Web() {}

  /**
   * The JSON of a success.
   *
   * @param token null when there is none yet
   */
  static CompletableFuture<JsonObject> post(URI node, String path, String token, JsonObject body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(node, path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString())
        .handle((answer, failure) -> failure == null ? read(answer) : unreachable(node));
  }

  /** A one-time ticket, for a socket that shows no token. */
  static CompletableFuture<String> ticket(URI node, String token) {
    return post(node, "/auth/api/v1/ticket", token, new JsonObject())
        .thenApply(answer -> answer.getString("ticket"));
  }

  /** Paths are below the one that a node may have behind a proxy. */
  static URI at(URI node, String path) {
    return URI.create(node.toString().replaceAll("/+$", "") + path);
  }

  private static JsonObject unreachable(URI node) {
    throw new CompletionException(
        Failure.UNAVAILABLE.because("nobody answers at " + node.getAuthority()));
  }

  private static JsonObject read(HttpResponse<String> answer) {
    JsonObject json = object(answer.body());
    if (answer.statusCode() / 100 == 2) {
      return json;
    }
    String why =
        json.getValue("error") instanceof JsonObject error ? error.getString("message") : null;
    throw new CompletionException(failure(answer.statusCode(), why));
  }

  /** The failure of an HTTP status. */
  static BusException failure(int status, String why) {
    return Failure.of(status).because(why == null ? "HTTP " + status : why);
  }

  private static JsonObject object(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }
}
