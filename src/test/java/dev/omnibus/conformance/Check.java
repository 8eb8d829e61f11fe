package dev.omnibus.conformance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One check of the official suite: which one, and how it came out.
 *
 * @param name {@code scenario/id/name}, with a number when a scenario makes the same check again
 * @param status as the suite says it: {@code SUCCESS}, {@code FAILURE}, {@code WARNING}, {@code
 *     SKIPPED}, {@code INFO}
 * @param why what the suite said of a failure
 */
record Check(String name, String status, String why) {

  boolean passed() {
    return status.equals("SUCCESS");
  }

  /** All checks of a run, in a stable order. */
  static List<Check> readAll(Path folder) throws IOException {
    List<Check> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, 3)) {
      for (Path file : files.filter(file -> file.endsWith("checks.json")).sorted().toList()) {
        all.addAll(read(scenarioName(file.getParent()), new JsonArray(Files.readString(file))));
      }
    }
    return all;
  }

  /** Without the mode before it and the time behind it. */
  private static String scenarioName(Path scenario) {
    return scenario
        .getFileName()
        .toString()
        .replaceFirst("-\\d{4}-\\d\\d-\\d\\dT.*$", "")
        .replaceFirst("^(server|client)-", "");
  }

  private static List<Check> read(String scenario, JsonArray checks) {
    Map<String, Integer> seen = new HashMap<>();
    List<Check> all = new ArrayList<>();
    for (Object item : checks) {
      JsonObject check = (JsonObject) item;
      String name = scenario + "/" + check.getString("id") + "/" + check.getString("name");
      int time = seen.merge(name, 1, Integer::sum);
      String why = check.getString("errorMessage", "");
      all.add(new Check(time == 1 ? name : name + "#" + time, check.getString("status"), why));
    }
    return all;
  }
}
