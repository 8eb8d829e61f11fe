package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Batch;
import dev.omnibus.bridge.hub.Event;
import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel;
import dev.omnibus.bridge.hub.Subscription;
import dev.omnibus.config.BridgeConfig;
import java.time.Duration;
import java.util.List;

/**
 * One client's time of falling behind, from the first event that had to wait until it has caught up
 * or is closed. Nobody else waits for it.
 */
final class Lag {

  private static final Duration LOOK = Duration.ofMillis(100);

  private final Connection connection;
  private final Wire wire;
  private final BridgeConfig config;
  private final BridgeCounters counters;
  private final Backlog backlog;
  private final long began = System.nanoTime();
  private long counted;

  Lag(Connection connection, Wire wire, BridgeConfig config, BridgeCounters counters) {
    this.connection = connection;
    this.wire = wire;
    this.config = config;
    this.counters = counters;
    this.backlog = new Backlog(config.queueBytes() / 2, config.queueMessages());
    lookAgain();
  }

  void hold(Subscription subscription, Batch batch, Event.Form form) {
    for (Event event : batch.events()) {
      backlog.add(subscription, event, form);
    }
    counters.coalesced.add(backlog.takeCoalesced());
    counters.dropped.add(backlog.takeDropped());
    count(backlog.bytes());
  }

  private void count(long bytes) {
    counters.queued.add(bytes - counted);
    counted = bytes;
  }

  private void lookAgain() {
    connection.loop().after(LOOK, this::look);
  }

  private void look() {
    if (!connection.isOpen()) {
      count(0);
      return;
    }
    if (wire.pending() <= config.queueBytes() / 4) {
      write();
    }
    if (backlog.isEmpty()) {
      connection.caughtUp();
    } else if (System.nanoTime() - began > config.slow().toNanos()) {
      count(0);
      connection.close(CloseCode.SLOW);
    } else {
      lookAgain();
    }
  }

  private void write() {
    backlog.tellLost();
    List<Packet> packets = backlog.take(config.queueBytes() / 4);
    if (!packets.isEmpty()) {
      Parcel parcel = Parcel.forOne(packets);
      wire.write(parcel);
      parcel.release();
      wire.flush();
      counters.delivered.add(packets.size());
    }
    count(backlog.bytes());
  }
}
