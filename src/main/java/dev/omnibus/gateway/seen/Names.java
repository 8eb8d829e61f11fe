package dev.omnibus.gateway.seen;

/** Names that agents send, as far as they may be kept: an agent can make up any number of them. */
final class Names {

  private static final int LONGEST = 128;

  private Names() {}

  static String clipped(String name) {
    return name == null || name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
  }
}
