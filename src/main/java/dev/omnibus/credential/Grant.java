package dev.omnibus.credential;

import dev.omnibus.credential.Web.Answer;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.concurrent.TimeoutException;

/** Fetches a token; a failure is an {@link McpException} that says why, without secrets. */
final class Grant {

  private final Web web;
  private final Clock clock;

  Grant(Web web, Clock clock) {
    this.web = web;
    this.clock = clock;
  }

  Future<AccessToken> token(Client client) {
    // Within compose, because what is odd in a definition is thrown.
    return Future.succeededFuture(client)
        .compose(new Discovery(web)::of)
        .compose(
            endpoint -> {
              TokenRequest request = TokenRequest.of(client, endpoint, clock.instant());
              return web.post(endpoint.url(), client.trust(), request);
            })
        .map(Grant::token)
        .recover(cause -> Future.failedFuture(named(cause)));
  }

  private static AccessToken token(Answer answer) {
    if (answer.status() != 200) {
      throw new IllegalArgumentException(refusal(answer));
    }
    try {
      return AccessToken.of(new JsonObject(answer.body()));
    } catch (DecodeException | ClassCastException odd) {
      throw new IllegalArgumentException("the token endpoint answered something else than JSON");
    } catch (IllegalArgumentException odd) {
      throw new IllegalArgumentException("the token endpoint " + odd.getMessage());
    }
  }

  /** Its code is a word of RFC 6749 5.2; its description might repeat what it was told. */
  private static String refusal(Answer answer) {
    String code = "";
    try {
      Object said = new JsonObject(answer.body()).getValue("error");
      code = said instanceof String word && word.matches("[a-z_]{1,40}") ? word + ", " : "";
    } catch (DecodeException | ClassCastException odd) {
      // the status says enough
    }
    return "the token endpoint refused (" + code + "HTTP " + answer.status() + ")";
  }

  static McpException named(Throwable cause) {
    String why = "the token endpoint can't be reached";
    if (cause instanceof IllegalArgumentException) {
      why = cause.getMessage();
    } else if (cause instanceof TimeoutException) {
      why = "the token endpoint did not answer in time";
    } else if (cause instanceof McpException known && known.kind() == Kind.TOO_LARGE) {
      why = "the token endpoint answered too much";
    }
    return McpException.of(Kind.AUTH_REQUIRED, "no access token: " + why);
  }
}
