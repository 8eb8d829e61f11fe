package dev.omnibus.bridge;

import dev.omnibus.bus.Addresses;
import dev.omnibus.client.Credentials;
import dev.omnibus.client.Gap;
import dev.omnibus.client.Listener;
import dev.omnibus.client.OmnibusClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A program with the client of ours, which knows several nodes, and what it got. */
final class ClientEar implements PartedEar, Listener {

  private final Account account;
  private final Supplier<Map<String, Integer>> world;
  private final OmnibusClient client;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  ClientEar(
      String token, Account account, Supplier<Map<String, Integer>> world, BridgeProcess... nodes) {
    this.account = account;
    this.world = world;
    String[] urls = List.of(nodes).stream().map(BridgeProcess::url).toArray(String[]::new);
    client = OmnibusClient.at(urls).as(Credentials.token(token)).open();
    client.hear(LoneBridge.ADDRESS, this);
    begun.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void event(JsonObject envelope) {
    account.event(envelope);
  }

  @Override
  public CompletionStage<?> snapshot(Why why) {
    if (why != Why.FIRST) {
      account.snapshot(world.get());
    }
    begun.complete(null);
    return null;
  }

  @Override
  public void gap(Gap gap) {
    account.gap(gap.node(), gap.last());
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public List<String> callTheRoll() {
    return client
        .request(Addresses.QUERY_NODE_LIST, new JsonObject())
        .handle((answer, why) -> why == null ? RollCall.ids(answer) : List.of(why.toString()))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    client.close();
  }
}
