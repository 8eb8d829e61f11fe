package dev.omnibus.gateway.balance;

import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.BalanceConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.model.ServerSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The pools of all servers on this node that have replicas, as the configuration has them. */
public final class Pools {

  private final LiveConfig live;
  private final ServerBoard board;
  private final BalanceConfig config;
  private final Map<String, Pool> pools = new ConcurrentHashMap<>();

  public Pools(LiveConfig live, ServerBoard board, BalanceConfig config) {
    this.live = live;
    this.board = board;
    this.config = config;
    live.onServers(change -> refresh());
    refresh();
  }

  /** Null for a server that is but one. */
  public Pool of(String server) {
    return pools.isEmpty() ? null : pools.get(server);
  }

  void each(Consumer<Pool> action) {
    pools.values().forEach(action);
  }

  private void refresh() {
    Map<String, ServerSpec> servers = live.servers();
    pools.keySet().removeIf(name -> servers.get(name) == null || !servers.get(name).isGroup());
    servers.values().stream().filter(ServerSpec::isGroup).forEach(this::set);
  }

  private void set(ServerSpec group) {
    pools
        .computeIfAbsent(group.name(), name -> new Pool(config, this::availability))
        .set(group.members().stream().map(ServerSpec::name).toList());
  }

  private Availability availability(String replica) {
    return Availability.of(board.of(replica).orElse(null));
  }
}
