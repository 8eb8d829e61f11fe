package dev.omnibus.config;

import dev.omnibus.model.ServerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The configuration that is in force now. Rooms read it and are told of changes; who changes it and
 * how it travels, it does not know. Handlers run on the thread that applies the change and must
 * only hand over.
 */
public final class LiveConfig {

  private final List<Consumer<ServersChange>> serverHandlers = new CopyOnWriteArrayList<>();
  private final List<Consumer<AccessConfig>> accessHandlers = new CopyOnWriteArrayList<>();
  private volatile Map<String, ServerSpec> servers;
  private volatile Map<String, ServerSpec> owned;
  private volatile AccessConfig access;

  public LiveConfig(Map<String, ServerSpec> servers, AccessConfig access) {
    this.servers = Map.copyOf(servers);
    this.owned = withMembers(this.servers, Map.of());
    this.access = access;
  }

  /** All servers by name. */
  public Map<String, ServerSpec> servers() {
    return servers;
  }

  /** Everything that some node speaks for: all servers, and the replicas of those that have any. */
  public Map<String, ServerSpec> owned() {
    return owned;
  }

  /** What did not change stays the very same, so that nobody has to compare it. */
  private static Map<String, ServerSpec> withMembers(
      Map<String, ServerSpec> servers, Map<String, ServerSpec> before) {
    Map<String, ServerSpec> all = new HashMap<>();
    servers.forEach(
        (name, spec) -> {
          all.put(name, spec);
          spec.members().forEach(member -> all.put(member.name(), same(member, before)));
        });
    return Map.copyOf(all);
  }

  private static ServerSpec same(ServerSpec young, Map<String, ServerSpec> before) {
    ServerSpec old = before.get(young.name());
    return young.equals(old) ? old : young;
  }

  /** Who may do what. */
  public AccessConfig access() {
    return access;
  }

  /** Puts a new fleet in force and tells what changed, if anything did. */
  public synchronized ServersChange apply(Map<String, ServerSpec> young) {
    ServersChange change = ServersChange.between(servers, young);
    Map<String, ServerSpec> kept = new HashMap<>();
    young.forEach((name, spec) -> kept.put(name, same(spec, servers)));
    servers = Map.copyOf(kept);
    owned = withMembers(servers, owned);
    if (!change.isEmpty()) {
      serverHandlers.forEach(handler -> handler.accept(change));
    }
    return change;
  }

  /** Puts new access rules in force. */
  public synchronized void apply(AccessConfig young) {
    boolean same = young.equals(access);
    access = young;
    if (!same) {
      accessHandlers.forEach(handler -> handler.accept(young));
    }
  }

  public void onServers(Consumer<ServersChange> handler) {
    serverHandlers.add(handler);
  }

  public void onAccess(Consumer<AccessConfig> handler) {
    accessHandlers.add(handler);
  }
}
