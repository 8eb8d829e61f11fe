package dev.omnibus.presence;

import java.util.Map;

/**
 * A user's connections to this node at one moment, by where they are; without any the user is no
 * longer here.
 */
public record Present(String user, Map<Place, Integer> places) {

  public Present {
    places = Map.copyOf(places);
  }

  public int connections() {
    return places.values().stream().mapToInt(Integer::intValue).sum();
  }
}
