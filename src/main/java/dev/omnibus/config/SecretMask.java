package dev.omnibus.config;

import io.vertx.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hides secrets in texts, also as they look in base64, in a URL or in JSON, and each line of those
 * that have several. One walk over the text, however many secrets there are. It never changes.
 */
final class SecretMask {

  private static final String HIDDEN = "[hidden]";

  /** Shorter ones are words rather than secrets: masking them would make logs unreadable. */
  static final int SHORTEST = 5;

  /** Shorter in base64 it could be a part of anything. */
  private static final int SHORTEST_ENCODED = 8;

  /** A line of a key, not of its frame. */
  private static final int SHORTEST_LINE = 16;

  /** So many characters at its beginning find a secret. */
  private static final int KEY = 4;

  private static final int BITS = 1 << 16;

  private static final Pattern ESCAPED = Pattern.compile("%[0-9A-F]{2}");

  private final Map<Integer, List<String>> forms = new HashMap<>();
  private final BitSet beginnings = new BitSet(BITS);

  private SecretMask() {}

  static SecretMask of(Collection<String> secrets) {
    SecretMask mask = new SecretMask();
    Set<String> forms = new HashSet<>();
    secrets.forEach(secret -> forms(secret, forms));
    forms.stream().sorted(Comparator.comparingInt(String::length).reversed()).forEach(mask::add);
    return mask;
  }

  private void add(String form) {
    int key = key(form, 0);
    beginnings.set(key & BITS - 1);
    forms.computeIfAbsent(key, k -> new ArrayList<>()).add(form);
  }

  private static void forms(String secret, Set<String> forms) {
    if (secret.length() < SHORTEST) {
      return;
    }
    encoded(secret, forms);
    if (secret.indexOf('\n') >= 0) {
      secret
          .lines()
          .map(String::strip)
          .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
          .forEach(line -> encoded(line, forms));
    }
  }

  private static void encoded(String secret, Set<String> forms) {
    forms.add(secret);
    String json = Json.encode(secret);
    forms.add(json.substring(1, json.length() - 1));
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    Stream.of(url, url.replace("+", "%20"))
        .flatMap(form -> Stream.of(form, lowerHex(form)))
        .forEach(forms::add);
    for (int before = 0; before < 3; before++) {
      base64(secret, before, forms);
    }
  }

  private static String lowerHex(String url) {
    return ESCAPED.matcher(url).replaceAll(m -> m.group().toLowerCase(Locale.ROOT));
  }

  /**
   * What of it is the same whatever stands around it.
   *
   * @param before how many bytes of a group of three stand before it
   */
  private static void base64(String secret, int before, Set<String> forms) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    byte[] shifted = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, shifted, before, bytes.length);
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      String text = encoder.withoutPadding().encodeToString(shifted);
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length % 3 == 0 ? text.length() : text.length() - 1;
      if (to - from >= SHORTEST_ENCODED) {
        forms.add(text.substring(from, to));
      }
    }
  }

  /** The text with every secret hidden. */
  String hide(String text) {
    return hide(text, false);
  }

  /** The same for the beginning of a longer text: an end that may be half a secret is hidden. */
  String hideInBeginning(String text) {
    return hide(text, true);
  }

  private String hide(String text, boolean cut) {
    StringBuilder shown = new StringBuilder();
    int from = 0;
    int hiddenTo = 0;
    for (int i = 0; i <= text.length() - KEY; i++) {
      int to = end(text, i, cut);
      if (to > 0 && (hiddenTo == 0 || i > hiddenTo)) {
        shown.append(text, from, i).append(HIDDEN);
      }
      // Two that overlap, or follow each other, are hidden as one.
      hiddenTo = Math.max(hiddenTo, to);
      from = hiddenTo;
    }
    return hiddenTo == 0 ? text : shown.append(text, from, text.length()).toString();
  }

  /** Where the longest secret ends that begins here, or 0. */
  private int end(String text, int at, boolean cut) {
    int key = key(text, at);
    if (!beginnings.get(key & BITS - 1)) {
      return 0;
    }
    int left = text.length() - at;
    for (String form : forms.getOrDefault(key, List.of())) {
      boolean half = cut && left < form.length();
      if (text.regionMatches(at, form, 0, half ? left : form.length())) {
        return at + Math.min(left, form.length());
      }
    }
    return 0;
  }

  private static int key(String text, int at) {
    int key = 0;
    for (int i = at; i < at + KEY; i++) {
      key = key * 31 + text.charAt(i);
    }
    return key ^ key >>> 16;
  }
}
