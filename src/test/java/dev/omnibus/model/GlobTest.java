package dev.omnibus.model;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;

class GlobTest {

  @Property
  boolean an_exact_glob_matches_itself_and_nothing_longer(
      @ForAll @AlphaChars @Chars('.') String text, @ForAll @NotEmpty @AlphaChars String more) {
    return Glob.matches(text, text)
        && !Glob.matches(text, text + more)
        && !Glob.matches(text, more + text);
  }

  @Property
  boolean a_star_at_the_end_matches_any_end(
      @ForAll @AlphaChars @Chars('.') String start, @ForAll String end) {
    return Glob.matches(start + "*", start + end);
  }

  @Property
  boolean a_star_at_the_end_is_anchored_at_the_start(
      @ForAll @NotEmpty @AlphaChars String start, @ForAll String end) {
    return !Glob.matches(start + "*", "." + start + end);
  }

  @Property
  boolean a_star_elsewhere_is_a_letter_like_any_other(
      @ForAll @AlphaChars String a, @ForAll @NotEmpty @AlphaChars String b) {
    return !Glob.matches(a + "*" + b, a + b) && Glob.matches(a + "*" + b, a + "*" + b);
  }
}
