package dev.omnibus.config.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which of the known keys somebody meant who wrote another one. */
final class NearestKey {

  private NearestKey() {}

  /** The known key that a typo or two away; empty when nothing is near. */
  static Optional<String> of(String key, Collection<String> known) {
    int reach = Math.max(1, Math.min(2, key.length() / 3));
    return known.stream()
        .filter(candidate -> distance(key, candidate) <= reach)
        .min(Comparator.comparingInt((String k) -> distance(key, k)).thenComparing(k -> k));
  }

  /** Edits between two words, a swap of neighbours being one; case does not count. */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
