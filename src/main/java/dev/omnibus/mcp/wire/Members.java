package dev.omnibus.mcp.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The members of one object, in their order. */
record Members(List<Member> all) {

  static final Members NONE = new Members(List.of());

  private static final int FEW = 16;

  /** By these it is decided where a message goes, and whether it may. */
  private static final Set<String> ROUTING =
      Set.of("jsonrpc", "id", "method", "params", "name", "uri", "ref", "taskid", "_meta");

  /** Where the value of the first member of this name stands, or null. */
  Span value(String key) {
    for (Member member : all) {
      if (member.key().equals(key)) {
        return member.value();
      }
    }
    return null;
  }

  /** What makes it mean different things to different readers; null when nothing does. */
  String ambiguity() {
    for (Member member : all) {
      String key = member.key();
      String lower = key.toLowerCase(Locale.ROOT);
      if (ROUTING.contains(lower) && !key.equals(lower) && !key.equals("taskId")) {
        return "'" + lower + "' in another case";
      }
    }
    return hasTwins() ? "two members of one name" : null;
  }

  /** Few are compared with each other, which is quicker; the sender decides how many there are. */
  private boolean hasTwins() {
    if (all.size() > FEW) {
      Set<String> seen = new HashSet<>();
      return !all.stream().allMatch(member -> seen.add(member.key()));
    }
    for (int i = 1; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (all.get(j).key().equals(all.get(i).key())) {
          return true;
        }
      }
    }
    return false;
  }
}
