package dev.omnibus.gateway.session;

import dev.omnibus.gateway.session.Session.Changes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The resources that a session wants to hear of, so many at most. */
final class Subscriptions {

  private static final int MOST = 200;

  private Subscriptions() {}

  static Changes with(Changes changes, String uri, boolean on) {
    Set<String> uris = new LinkedHashSet<>(changes.subscriptions());
    if (on && uris.size() < MOST) {
      uris.add(uri);
    } else {
      uris.remove(uri);
    }
    return changes.subscribed(List.copyOf(uris));
  }
}
