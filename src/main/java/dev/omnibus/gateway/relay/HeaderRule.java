package dev.omnibus.gateway.relay;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which names of headers pass. The names in use are few, so that what was found out about them is
 * kept, in whatever case they come; peers can make up others without end, so that only so many are.
 */
final class HeaderRule {

  private static final int MOST = 256;
  private static final int LONGEST = 64;

  private final Set<String> stay;
  private final List<String> stayBeginningWith;
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  /** All in lower case. */
  HeaderRule(Set<String> stay, List<String> stayBeginningWith) {
    this.stay = stay;
    this.stayBeginningWith = stayBeginningWith;
  }

  boolean passes(String name) {
    Boolean found = known.get(name);
    return found == null ? find(name) : found;
  }

  private boolean find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean passes =
        !stay.contains(lower) && stayBeginningWith.stream().noneMatch(lower::startsWith);
    if (name.length() <= LONGEST && known.size() < MOST) {
      known.put(name, passes);
    }
    return passes;
  }
}
