package dev.omnibus.coordinator.trial;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which addresses a test may connect to: public ones always, and those that are allowed. */
public record Reach(Set<Neighbourhood> allowed) {

  /** For what the configuration names already: Omnibus connects there anyway. */
  public static final Reach ANYWHERE = new Reach(EnumSet.allOf(Neighbourhood.class));

  public Reach {
    allowed = Set.copyOf(allowed);
  }

  /**
   * @param words what the configuration allows, or null where it says nothing
   * @param ownHost where this node itself listens
   * @param mayConfigure whether the caller could put the same server into the configuration
   */
  public static Reach of(List<String> words, String ownHost, boolean mayConfigure) {
    Set<Neighbourhood> allowed = EnumSet.of(Neighbourhood.PUBLIC);
    if (words == null) {
      if (mayConfigure && Set.of("127.0.0.1", "localhost", "::1").contains(ownHost)) {
        allowed.add(Neighbourhood.LOOPBACK);
        allowed.add(Neighbourhood.PRIVATE);
      }
    } else {
      for (Neighbourhood one : Neighbourhood.values()) {
        if (words.contains(one.word())) {
          allowed.add(one);
        }
      }
    }
    return new Reach(allowed);
  }

  boolean allows(InetAddress address) {
    return allowed.contains(Neighbourhood.of(address));
  }
}
