package dev.omnibus.access;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which sessions must go so that no user, and no program in a loop, fills the memory. Pure. */
final class FamilyRules {

  /** Living sessions of one user. */
  static final int MAX_LIVING = 50;

  /**
   * Ended sessions of one user that are remembered, so that a node that comes back with an old
   * journal does not revive them.
   */
  static final int MAX_ENDED = 500;

  private static final Comparator<Family> LATEST_FIRST =
      Comparator.comparing(Family::expires).thenComparing(Family::id).reversed();

  private FamilyRules() {}

  /** The sessions that must end before the user begins one more: those renewed least lately. */
  static List<String> surplus(Collection<Family> all, String user, Instant now) {
    return all.stream()
        .filter(family -> family.user().equals(user) && family.live(now))
        .sorted(LATEST_FIRST)
        .skip(MAX_LIVING - 1)
        .map(Family::id)
        .toList();
  }

  /** The sessions that need not be remembered: expired, or ended and too many. */
  static Set<String> past(Collection<Family> all, Instant now) {
    Set<String> past = new HashSet<>();
    all.stream().filter(f -> !now.isBefore(f.expires())).forEach(f -> past.add(f.id()));
    Map<String, List<Family>> ended =
        all.stream().filter(Family::revoked).collect(Collectors.groupingBy(Family::user));
    ended.values().forEach(his -> past.addAll(beyond(his)));
    return past;
  }

  private static List<String> beyond(List<Family> ended) {
    return ended.stream().sorted(LATEST_FIRST).skip(MAX_ENDED).map(Family::id).toList();
  }
}
