package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/** Turns what HTTP says no with, and what the network throws, into a kind and a sentence. */
final class HttpFailures {
  private HttpFailures() {}

  static McpException of(Throwable failure) {
    if (failure instanceof McpException known) {
      return known;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return McpException.of(Kind.TLS, tls(cause));
      }
      if (cause instanceof UnknownHostException) {
        return McpException.of(Kind.UNREACHABLE, "no such host");
      }
      if (cause instanceof NoRouteToHostException) {
        return McpException.of(Kind.UNREACHABLE, "no route to the host");
      }
      if (cause instanceof ConnectTimeoutException) {
        return McpException.of(Kind.UNREACHABLE, "no connection in time");
      }
      if (cause instanceof ConnectException) {
        return McpException.of(Kind.REFUSED, "connection refused");
      }
    }
    return McpException.of(Kind.CLOSED, "the connection broke: " + first(failure.getMessage()));
  }

  /** A status that is not 2xx, with the body that came along. */
  static McpException refusal(HttpClientResponse response, Buffer body) {
    int status = response.statusCode();
    McpException plain = plain(response, status);
    // 400 and 404 are how HTTP carries a JSON-RPC error; behind a 5xx nobody is well.
    boolean carriesRpc = status == 400 || status == 404;
    return Messages.error(body)
        .filter(error -> carriesRpc)
        .map(error -> McpException.http(Kind.RPC_ERROR, status, "").withRpc(error))
        .orElse(plain);
  }

  private static McpException plain(HttpClientResponse response, int status) {
    if (status == 401 || status == 403) {
      String challenge = response.getHeader("WWW-Authenticate");
      return McpException.http(
              Kind.AUTH_REQUIRED,
              status,
              "HTTP " + status + ": a credential is missing or too weak")
          .withData(challenge == null ? null : new JsonObject().put("challenge", challenge));
    }
    if (status >= 300 && status < 400) {
      String target = target(response.getHeader(HttpHeaders.LOCATION));
      return McpException.http(Kind.REDIRECT, status, "HTTP " + status + " redirects to " + target)
          .withData(new JsonObject().put("location", target));
    }
    String retryAfter = response.getHeader("Retry-After");
    return McpException.http(Kind.HTTP_STATUS, status, "HTTP " + status)
        .withData(retryAfter == null ? null : new JsonObject().put("retryAfter", retryAfter));
  }

  /** Without query and fragment, which may carry a token. */
  private static String target(String location) {
    if (location == null) {
      return "nowhere";
    }
    int end = location.length();
    for (char stop : new char[] {'?', '#'}) {
      int at = location.indexOf(stop);
      end = at < 0 ? end : Math.min(end, at);
    }
    return location.substring(0, end);
  }

  /** The innermost cause says what was wrong; those around it only that something was. */
  private static String tls(Throwable failure) {
    boolean certificate = false;
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      certificate |= cause instanceof GeneralSecurityException;
      innermost = cause;
    }
    String what = certificate ? "the certificate is not good: " : "TLS handshake failed: ";
    return what + first(innermost.getMessage());
  }

  private static String first(String text) {
    String line = text == null ? "no reason given" : text.lines().findFirst().orElse("");
    return line.length() <= 200 ? line : line.substring(0, 200);
  }
}
