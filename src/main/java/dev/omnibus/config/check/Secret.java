package dev.omnibus.config.check;

/**
 * A value of a configuration that is a secret or holds one.
 *
 * @param raw as it stands in the text, quotes included
 * @param shown what is shown instead, quotes included
 * @param list pointer of the list that it is one of; null for what has a name
 * @param before in a list, what says what it is
 */
record Secret(String pointer, String raw, String shown, Place place, String list, String before) {

  boolean hides() {
    return !raw.equals(shown);
  }

  /** Whether this may be what somebody sees there. */
  boolean looksLike(Secret edited) {
    return shown.equals(edited.raw()) && before.equals(edited.before());
  }
}
