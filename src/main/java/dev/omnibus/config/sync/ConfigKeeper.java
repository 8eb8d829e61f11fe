package dev.omnibus.config.sync;

import dev.omnibus.bus.Bus;
import dev.omnibus.config.ConfigFile;
import io.vertx.core.Vertx;

/** All that looks after one file on this node. */
record ConfigKeeper(
    ConfigInForce inForce,
    ConfigAgreement agreement,
    ConfigSaves saves,
    ConfigPuts puts,
    ConfigDesk desk) {

  static ConfigKeeper of(
      Vertx vertx,
      ConfigStart start,
      ConfigFile file,
      SharedVersions shared,
      ConfigEvents events,
      ConfigTrail trail,
      Bus bus) {
    ConfigDesk desk =
        new ConfigDesk(vertx, file, start.folder(), start.history(), start.check(), trail);
    ConfigInForce mine =
        new ConfigInForce(desk, start.force(), events, bus.node(), start.text(file));
    ConfigAgreement agreement = new ConfigAgreement(mine, shared, desk, events);
    return new ConfigKeeper(
        mine,
        agreement,
        new ConfigSaves(mine, agreement, shared, desk, events),
        new ConfigPuts(mine, shared, desk, events),
        desk);
  }
}
