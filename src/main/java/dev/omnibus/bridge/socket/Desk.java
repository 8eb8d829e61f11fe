package dev.omnibus.bridge.socket;

import dev.omnibus.access.Policy;
import dev.omnibus.access.SecurityEvents;
import dev.omnibus.access.Tokens;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.BridgeConfig;

/** What every socket of this node works with. */
public record Desk(
    BridgeConfig config,
    Bus bus,
    Hub hub,
    Policy policy,
    Tokens tokens,
    SecurityEvents security,
    BridgeCounters counters,
    SocketTrail trail,
    Welcomes welcomes) {}
