package dev.omnibus.rest;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.contract.Mismatch;
import dev.omnibus.contract.Objection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Why a request failed, as RFC 9457 has it. Here and nowhere else a {@link Failure} becomes a
 * status.
 *
 * <p>{@code {"type":"urn:omnibus:problem:bad_request","title":"the request is not well-formed",
 * "status":400,"detail":"'/server' is missing","instance":"/api/v1/servers","code":"bad_request",
 * "retry":false,"errors":[{"pointer":"/server","detail":"is missing"}]}}
 *
 * @param code one word for programs
 * @param retry whether the same request may succeed later
 */
record Problem(
    int status, String code, String title, boolean retry, String detail, List<Mismatch> errors) {

  static final String MEDIA_TYPE = "application/problem+json";
  static final int RETRY_SECONDS = 1;

  static Problem of(BusException why) {
    return of(why.failure(), why.getMessage(), List.of());
  }

  static Problem of(Objection why) {
    return of(why.failure(), why.toException().getMessage(), why.mismatches());
  }

  static Problem of(Mismatch mismatch) {
    return of(Failure.BAD_REQUEST, mismatch.toString(), List.of(mismatch));
  }

  private static Problem of(Failure failure, String detail, List<Mismatch> errors) {
    return new Problem(
        status(failure), failure.word(), failure.sentence(), failure.retry(), detail, errors);
  }

  static Problem methodNotAllowed(String detail) {
    return of(405, "method_not_allowed", "there is no such method here", detail);
  }

  static Problem notAcceptable(String detail) {
    return of(406, "not_acceptable", "there is no answer of that type", detail);
  }

  static Problem unsupportedMediaType(String detail) {
    return of(415, "unsupported_media_type", "the body is of another type", detail);
  }

  private static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, false, detail, List.of());
  }

  /** A 408 would say that the client was slow, and have some of them ask again by themselves. */
  private static int status(Failure failure) {
    return switch (failure) {
      case TIMEOUT -> 504;
      case BAD_REQUEST,
          UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          TOO_LARGE,
          INVALID,
          LIMITED,
          BUG,
          UPSTREAM,
          UNAVAILABLE ->
          failure.code();
    };
  }

  /** Whether it is worth while to come back in a moment. */
  boolean saysWhenToRetry() {
    return status == 429 || status == 503;
  }

  JsonObject toJson(String instance) {
    JsonObject json =
        new JsonObject()
            .put("type", "urn:omnibus:problem:" + code)
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .put("instance", instance)
            .put("code", code)
            .put("retry", retry);
    return errors.isEmpty()
        ? json
        : json.put("errors", new JsonArray(errors.stream().map(Mismatch::toJson).toList()));
  }
}
