package dev.omnibus.gateway.plane;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The streams of one session, which its agent may take up again for a while. */
final class KeptStreams {

  private static final int MOST = 100;

  private final Environment environment;
  private final Keeping keeping;
  private final Map<Long, EventStream> streams = new LinkedHashMap<>();
  private final Map<Long, Long> endedAt = new LinkedHashMap<>();

  KeptStreams(Environment environment) {
    this.environment = environment;
    this.keeping = new Keeping(environment.config().kept(), environment.kept());
  }

  /**
   * @param call raw JSON of the id of the request that it answers
   */
  EventStream begin(String call) {
    EventStream young =
        new EventStream(environment.nextStream(), call, environment.node(), keeping);
    streams.put(young.number(), young);
    if (streams.size() > MOST) {
      forgetOldest(young);
    }
    return young;
  }

  /** Of a call that is over, if there is one. */
  private void forgetOldest(EventStream young) {
    List<EventStream> old =
        streams.values().stream()
            .filter(stream -> stream.answersACall() && stream != young)
            .toList();
    old.stream()
        .filter(EventStream::hasEnded)
        .findFirst()
        .or(() -> old.stream().findFirst())
        .ifPresent(stream -> forget(stream.number()));
  }

  /** Null when it is not, or no longer, kept here. */
  EventStream of(long number) {
    return streams.get(number);
  }

  /** Whether no call has one. */
  boolean isEmpty() {
    return streams.values().stream().noneMatch(EventStream::answersACall);
  }

  /** Now and then: forgets what nobody will come back for. */
  void tick(long now) {
    for (EventStream stream : List.copyOf(streams.values())) {
      if (stream.hasEnded()) {
        long since = endedAt.computeIfAbsent(stream.number(), number -> now);
        if (now - since > environment.config().kept().time().toNanos()) {
          forget(stream.number());
        }
      }
    }
  }

  private void forget(long number) {
    endedAt.remove(number);
    streams.remove(number).forget();
  }

  void close() {
    streams.values().forEach(EventStream::end);
    List.copyOf(streams.keySet()).forEach(this::forget);
  }
}
