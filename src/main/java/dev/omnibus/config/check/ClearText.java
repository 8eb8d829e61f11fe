package dev.omnibus.config.check;

import dev.omnibus.model.SecretName;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what is most likely a secret within a text of which most is none: an argument of a program,
 * an address. What a reference stands for is none, and a doubt speaks for hiding.
 */
final class ClearText {

  private static final String HIDDEN = HiddenSecrets.HIDDEN;

  /** {@code https://user:password@host}. */
  private static final Pattern USER =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)((?:[^/@\\s?#$]++|\\$\\{[^}]*+}|\\$)++)@");

  /** {@code ?key=...}; what comes before is a part of the match. */
  private static final Pattern QUERY =
      Pattern.compile("([?&;])([^=&#\\s]++)=((?:[^&#\\s$]++|\\$\\{[^}]*+}|\\$)*+)");

  /** {@code --token=...}, {@code API_KEY=...}. */
  private static final Pattern ASSIGNED =
      Pattern.compile("(-{0,2}([\\w.-]+)=)(.+)", Pattern.DOTALL);

  /** {@code Authorization: ...}. */
  private static final Pattern HEADER = Pattern.compile("(([\\w-]+):\\s*)(.+)", Pattern.DOTALL);

  private static final Pattern OPTION = Pattern.compile("-{1,2}([\\w.-]+)");

  /** Tokens that say by their form what they are, and whatever looks like dice. */
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<![\\w-])(?:(?:gh[opsur]_|github_pat_|glpat-|sk-|pk_|rk_|xox[a-z]-|AKIA|ASIA|AIza|npm_|hf_"
              + "|omk_|eyJ)[\\w.+/=-]{8,}|(?=[\\w+=-]*\\d)(?=[\\w+=-]*[A-Za-z])[A-Za-z0-9_+=-]{24,})"
              + "(?![\\w-])");

  private ClearText() {}

  /** An address with its secrets hidden. */
  static String address(String text) {
    String user = replace(USER, text, m -> m.group(1) + user(m.group(2)) + "@");
    String query =
        replace(
            QUERY,
            user,
            m -> m.group(1) + m.group(2) + "=" + value(SecretName.is(m.group(2)), m.group(3)));
    return replace(SHAPE, query, m -> HIDDEN);
  }

  /** Arguments with their secrets hidden; an option may name what comes after it. */
  static List<String> arguments(List<String> all) {
    return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
        .map(i -> argument(i == 0 ? "" : all.get(i - 1), all.get(i)))
        .toList();
  }

  private static String argument(String before, String text) {
    Matcher option = OPTION.matcher(before);
    if (option.matches() && SecretName.is(option.group(1)) && !text.startsWith("-")) {
      return value(true, text);
    }
    for (Pattern form : List.of(ASSIGNED, HEADER)) {
      Matcher named = form.matcher(text);
      if (named.matches() && SecretName.is(named.group(2))) {
        return named.group(1) + value(true, named.group(3));
      }
    }
    return address(text);
  }

  /** A user's name is shown, a single word may be a token. */
  private static String user(String text) {
    int colon = colon(text);
    return colon < 0
        ? value(true, text)
        : text.substring(0, colon + 1) + value(true, text.substring(colon + 1));
  }

  /** The first one that is not within a reference. */
  private static int colon(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (c == ':' && depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static String value(boolean secret, String text) {
    boolean shown = !secret || text.isEmpty() || HiddenSecrets.isReference(text);
    return shown ? text : HIDDEN;
  }

  private static String replace(Pattern what, String text, Function<MatchResult, String> with) {
    return what.matcher(text).replaceAll(m -> Matcher.quoteReplacement(with.apply(m)));
  }
}
