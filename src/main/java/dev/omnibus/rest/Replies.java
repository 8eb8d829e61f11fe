package dev.omnibus.rest;

import dev.omnibus.contract.Definition;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** How answers are written. What nobody may keep is not kept; what may be asked again has a tag. */
final class Replies {

  private static final String NO_STORE = "no-store";
  private static final String REVALIDATE = "private, no-cache";

  private Replies() {}

  static void ok(HttpServerRequest request, Definition definition, JsonObject body) {
    Buffer bytes = body.toBuffer();
    HttpServerResponse response = request.response();
    if (definition.revalidates()) {
      response.putHeader(HttpHeaders.VARY, "Authorization, Origin");
      tagged(request, REVALIDATE, bytes);
    } else {
      response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
      end(request, Negotiation.JSON, bytes);
    }
  }

  /** Or only that it is the same as the one the caller has. */
  static void tagged(HttpServerRequest request, String cache, Buffer bytes) {
    String tag = tag(bytes);
    HttpServerResponse response =
        request
            .response()
            .putHeader(HttpHeaders.CACHE_CONTROL, cache)
            .putHeader(HttpHeaders.ETAG, tag);
    if (isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
      response.setStatusCode(304).end();
    } else {
      end(request, Negotiation.JSON, bytes);
    }
  }

  private static boolean isKnown(String asked, String tag) {
    return asked != null
        && Arrays.stream(asked.split(","))
            .map(String::strip)
            .map(one -> one.startsWith("W/") ? one.substring(2) : one)
            .anyMatch(one -> one.equals(tag) || one.equals("*"));
  }

  private static String tag(Buffer bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.getBytes());
      byte[] some = Arrays.copyOf(hash, 16);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(some) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static void problem(HttpServerRequest request, Problem problem) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (problem.saysWhenToRetry()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Problem.RETRY_SECONDS));
    }
    if (problem.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    response.setStatusCode(problem.status()).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    end(request, Problem.MEDIA_TYPE, problem.toJson(request.path()).toBuffer());
  }

  private static void end(HttpServerRequest request, String type, Buffer bytes) {
    HttpServerResponse response = request.response().putHeader(HttpHeaders.CONTENT_TYPE, type);
    if (request.method() == HttpMethod.HEAD) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length())).end();
    } else {
      response.end(bytes);
    }
  }
}
