package dev.omnibus.coordinator.log;

import java.util.function.UnaryOperator;

/**
 * Makes a text of a server's fit to be kept and shown: harmless, and without secrets.
 *
 * @param mask hides the secrets of a text
 * @param maskBeginning the same for the beginning of a longer text, whose end may be half a secret
 */
public record Cleaner(UnaryOperator<String> mask, UnaryOperator<String> maskBeginning) {

  /**
   * @param beginning whether the text may be the beginning of a longer one
   */
  public String clean(String text, boolean beginning) {
    UnaryOperator<String> hide = beginning ? maskBeginning : mask;
    String harmless = Harmless.of(text);
    // What is taken out may have stood within a secret, and what is put in as well.
    return harmless.equals(text) ? hide.apply(text) : hide.apply(Harmless.of(hide.apply(text)));
  }
}
