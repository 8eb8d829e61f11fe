package dev.omnibus.rest;

import dev.omnibus.bus.Failure;
import dev.omnibus.contract.RestLine;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The parts of a request's path, each with what was escaped in it. */
final class Paths {

  private Paths() {}

  /** An escaped slash is part of a name. Throws what the caller gets for a broken escape. */
  static List<String> of(HttpServerRequest request) {
    try {
      return RestLine.segments(request.path()).stream().map(Paths::decoded).toList();
    } catch (IllegalArgumentException e) {
      throw new Refused(Problem.of(Failure.BAD_REQUEST.because("the path is not well escaped")));
    }
  }

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
