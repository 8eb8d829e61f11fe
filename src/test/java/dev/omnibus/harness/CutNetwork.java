package dev.omnibus.harness;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The network between the nodes of a cluster, each of which knows the others by name, and for each
 * of which a name leads to another address than for the others: so it knows who speaks with whom.
 * It can be cut between some and the rest. Then nothing passes, not even the end of a connection;
 * what was on its way arrives when the cut is healed. Clients of the nodes do not use it.
 */
public final class CutNetwork implements AutoCloseable {

  /** Two nodes, in the direction in which one connects to the other. */
  private record Road(int from, int to) {
    boolean crosses(Set<Integer> some) {
      return some.contains(from) != some.contains(to);
    }

    String address() {
      return "127.1." + (from + 1) + "." + (to + 1);
    }

    /** Members tell each other of addresses as they see them, but come from their own. */
    Road by(String remote) {
      return remote.startsWith("127.1.")
          ? new Road(Integer.parseInt(remote.split("\\.")[2]) - 1, to)
          : this;
    }
  }

  /** One connection; the far end is null as long as it was not let through. */
  private final class Wire {
    private final Road road;
    private final int port;
    private final NetSocket near;
    private NetSocket far;
    private boolean dialing;

    /** One end has closed it, which the other does not know yet. */
    private boolean over;

    Wire(Road road, int port, NetSocket near) {
      this.road = road;
      this.port = port;
      this.near = near;
      near.pause();
      near.exceptionHandler(broken -> {});
      near.closeHandler(gone -> end());
    }

    private void dial() {
      dialing = true;
      client.connect(port, "127.0.0.1").onSuccess(this::join).onFailure(none -> near.close());
    }

    private void join(NetSocket other) {
      far = other;
      far.exceptionHandler(broken -> {});
      far.closeHandler(gone -> end());
      far.handler(near::write);
      near.handler(far::write);
      flow();
    }

    /** As the network is now. */
    private void flow() {
      if (road.crosses(apart)) {
        near.pause();
        stop(far);
      } else if (over) {
        end();
      } else if (far != null) {
        near.resume();
        far.resume();
      } else if (!dialing) {
        dial();
      }
    }

    private void end() {
      over = true;
      if (!road.crosses(apart)) {
        wires.remove(this);
        near.close();
        close(far);
      }
    }
  }

  private static void stop(NetSocket socket) {
    if (socket != null) {
      socket.pause();
    }
  }

  private static void close(NetSocket socket) {
    if (socket != null) {
      socket.close();
    }
  }

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final NetClient client = vertx.createNetClient();
  private final List<NetServer> servers = new ArrayList<>();
  private final Set<Wire> wires = new HashSet<>();
  private final int nodes;
  private Set<Integer> apart = Set.of();

  public CutNetwork(int nodes) {
    this.nodes = nodes;
  }

  /** The name of a node. */
  public static String name(int node) {
    return "n" + (node + 1) + ".test";
  }

  /** Where names lead for one of the nodes, for {@code jdk.net.hosts.file}. */
  public Path hosts(int node, Path folder) throws IOException {
    String names =
        IntStream.range(0, nodes)
            .mapToObj(to -> new Road(node, to).address() + " " + name(to))
            .collect(Collectors.joining("\n", "127.0.0.1 localhost\n", "\n"));
    return Files.writeString(folder.resolve("hosts"), names);
  }

  /** Has the others reach a port of a node, which listens at 127.0.0.1. */
  public void lead(int node, int port) {
    onLoop(
        () ->
            Future.all(
                IntStream.range(0, nodes)
                    .mapToObj(from -> listen(new Road(from, node), port))
                    .toList()));
  }

  private Future<NetServer> listen(Road road, int port) {
    NetServer server = vertx.createNetServer();
    servers.add(server);
    return server
        .connectHandler(near -> come(new Wire(road.by(near.remoteAddress().host()), port, near)))
        .listen(port, road.address());
  }

  private void come(Wire wire) {
    wires.add(wire);
    wire.flow();
  }

  /** From now on nothing passes between these and the others. */
  public void part(Set<Integer> some) {
    onLoop(
        () -> {
          apart = Set.copyOf(some);
          List.copyOf(wires).forEach(Wire::flow);
          return Future.succeededFuture();
        });
  }

  /** All passes again. */
  public void heal() {
    part(Set.of());
  }

  private void onLoop(Supplier<Future<?>> task) {
    Promise<Object> done = Promise.promise();
    loop.runOnContext(ignored -> task.get().<Object>mapEmpty().onComplete(done));
    try {
      done.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
