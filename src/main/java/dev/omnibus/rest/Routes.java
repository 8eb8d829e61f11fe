package dev.omnibus.rest;

import dev.omnibus.contract.Contract;
import dev.omnibus.contract.Definition;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which definition a request is for, by its method and its path. */
final class Routes {

  /** A definition and what the path says of its body. */
  record Match(Route route, Map<String, String> parameters) {}

  /**
   * @param request its schema with all that it refers to
   */
  record Route(Definition definition, JsonObject request) {

    Optional<Match> match(List<String> path) {
      return definition.rest().match(path).map(values -> new Match(this, values));
    }

    String method() {
      return definition.rest().method();
    }
  }

  private final List<Route> all;

  Routes(Contract contract) {
    this.all =
        contract.definitions().stream()
            .filter(definition -> definition.rest() != null)
            .map(asked -> new Route(asked, contract.types().inlined(asked.request())))
            .toList();
  }

  Optional<Match> find(String method, List<String> path) {
    String meant = method.equals("HEAD") ? "GET" : method;
    return all.stream()
        .filter(route -> route.method().equals(meant))
        .flatMap(route -> route.match(path).stream())
        .findFirst();
  }

  /** The methods that there are for a path; none when there is no such path. */
  List<String> methods(List<String> path) {
    return all.stream()
        .filter(route -> route.match(path).isPresent())
        .map(Route::method)
        .flatMap(
            method ->
                method.equals("GET") ? List.of("GET", "HEAD").stream() : List.of(method).stream())
        .distinct()
        .sorted()
        .toList();
  }
}
