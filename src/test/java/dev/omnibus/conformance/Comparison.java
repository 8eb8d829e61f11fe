package dev.omnibus.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two runs of the suite, check by check; a check that only one of them made counts too. */
final class Comparison {

  private static final String ABSENT = "absent";

  private final Map<String, Check> direct;
  private final Map<String, Check> through;

  Comparison(List<Check> direct, List<Check> through) {
    this.direct = byName(direct);
    this.through = byName(through);
  }

  private static Map<String, Check> byName(List<Check> checks) {
    return checks.stream()
        .collect(Collectors.toMap(Check::name, check -> check, (a, b) -> a, LinkedHashMap::new));
  }

  /** One line for each check that came out differently, but for those that are to. */
  List<String> differences(Set<String> stricter) {
    return names()
        .filter(name -> !status(direct, name).equals(status(through, name)))
        .filter(name -> !stricter.contains(name) || !passes(name))
        .map(this::line)
        .toList();
  }

  /** One line for each check that passes direct and not through the gateway, but for those. */
  List<String> lost(Set<String> expected) {
    return names()
        .filter(name -> !expected.contains(name))
        .filter(name -> status(direct, name).equals("SUCCESS") && !passes(name))
        .map(this::line)
        .toList();
  }

  /** Those of the stricter ones that came out alike, so that they need no mention any more. */
  List<String> needless(Set<String> stricter) {
    return new TreeSet<>(stricter)
        .stream().filter(name -> status(direct, name).equals(status(through, name))).toList();
  }

  String summary(String what) {
    return "%s: direct %s, through the gateway %s".formatted(what, count(direct), count(through));
  }

  private static String count(Map<String, Check> run) {
    long passed = run.values().stream().filter(Check::passed).count();
    return passed + " of " + run.size() + " passed";
  }

  private Stream<String> names() {
    return Stream.concat(direct.keySet().stream(), through.keySet().stream()).distinct();
  }

  private boolean passes(String name) {
    return status(through, name).equals("SUCCESS");
  }

  private static String status(Map<String, Check> run, String name) {
    return run.containsKey(name) ? run.get(name).status() : ABSENT;
  }

  private String line(String name) {
    return "%s: direct %s, through %s %s"
        .formatted(name, status(direct, name), status(through, name), why(name));
  }

  private String why(String name) {
    return Stream.of(through, direct)
        .filter(run -> run.containsKey(name))
        .map(run -> run.get(name).why())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }
}
