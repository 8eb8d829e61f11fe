package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.CoordinatorConfig;
import dev.omnibus.config.LiveConfig;
import io.vertx.core.Vertx;

/** All that an order is carried out with on one node. */
record Means(
    Vertx vertx,
    Bus bus,
    LiveConfig config,
    ServerBoard board,
    CoordinatorConfig times,
    Wishes wishes,
    Hand hand,
    Traffic traffic,
    Choice choice) {}
