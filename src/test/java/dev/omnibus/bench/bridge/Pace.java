package dev.omnibus.bench.bridge;

/**
 * How much is told: so many sockets, each of which hears so many events a second of this size. With
 * groups an event is for one group alone, and events follow each other at an even distance.
 *
 * @param groups 1 when each event is for all
 */
record Pace(int sockets, int groups, double perSecond, int bytes) {

  static Pace toAll(int sockets, double perSecond, int bytes) {
    return new Pace(sockets, 1, perSecond, bytes);
  }

  /** What has to be told in this time. */
  long events(long millis) {
    return Math.round(tellings() * millis / 1000);
  }

  /** Events a second, of whichever group. */
  double tellings() {
    return perSecond * groups;
  }

  long deliveries(long millis) {
    return events(millis) * sockets / groups;
  }

  @Override
  public String toString() {
    String groups = this.groups == 1 ? "" : " in %d groups".formatted(this.groups);
    return "%d sockets%s x %.0f/s, %d B".formatted(sockets, groups, perSecond, bytes);
  }

  /** Of one that counts on from zero; two event loops that take sockets in turn share each. */
  static int group(int socket, int groups) {
    return socket / 2 % groups;
  }
}
