package dev.omnibus.gateway.agent;

import java.util.Set;

/** What both planes know of methods by their names. */
public final class Methods {

  /** These wait for people, or for whatever happens; they end when one of the two sides ends. */
  private static final Set<String> ENDLESS = Set.of("subscriptions/listen", "tasks/result");

  private Methods() {}

  public static boolean isEndless(String method) {
    return ENDLESS.contains(method);
  }
}
