package dev.omnibus.identity;

import dev.omnibus.access.Refusal;
import dev.omnibus.bus.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What a request of this room says; what it does not say well is a {@code BusException}. */
final class Asked {

  private static final int MAX_NAME = 200;

  private Asked() {}

  /** A login: a key alone, or a user with a password. */
  record Login(String key, String user, String password) {}

  /** {@code {"username":"ann","password":"..."}} or {@code {"api_key":"omk_..."}}. */
  static Login login(RoutingContext context) {
    JsonObject body = body(context);
    String key = text(body, "api_key");
    String user = key == null ? text(body, "username") : "";
    String password = text(body, "password");
    if (user == null || user.length() > MAX_NAME || key == null && password == null) {
      throw Failure.BAD_REQUEST.because("username and password, or api_key");
    }
    return new Login(key, user, password);
  }

  /** The token as {@code Bearer} or as {@code {"refresh_token":"..."}}. */
  static String token(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, "bearer ", 0, 7)) {
      return header.substring(7).trim();
    }
    Buffer sent = context.body().buffer();
    String token = sent == null ? null : text(body(context), "refresh_token");
    if (token == null) {
      throw Refusal.MISSING.asException();
    }
    return token;
  }

  static String remote(RoutingContext context) {
    return context.request().remoteAddress().hostAddress();
  }

  private static JsonObject body(RoutingContext context) {
    try {
      Buffer sent = context.body().buffer();
      return sent == null ? new JsonObject() : new JsonObject(sent);
    } catch (DecodeException | ClassCastException e) {
      throw Failure.BAD_REQUEST.because("the body is not a JSON object");
    }
  }

  private static String text(JsonObject body, String key) {
    return body.getValue(key) instanceof String text ? text : null;
  }
}
