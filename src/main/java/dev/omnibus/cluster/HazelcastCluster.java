package dev.omnibus.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.FileSystemXmlConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.HazelcastInstance;
import dev.omnibus.config.ClusterConfig;
import dev.omnibus.config.ClusterConfig.Outside;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * This node as a member of a Hazelcast cluster: what Vert.x needs to start clustered, and who else
 * lives once it has. It knows no room.
 */
public final class HazelcastCluster {

  /** Member attribute that carries our node id; Vert.x keeps one of its own beside it. */
  static final String NODE_ATTRIBUTE = "omnibus.node";

  private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.*]):[0-9]+");

  private static final Duration BUS_PING = Duration.ofSeconds(5);
  private static final Duration BUS_CONNECT = Duration.ofSeconds(3);

  private final NodeId self;
  private final ClusterConfig config;
  private final HazelcastClusterManager manager;

  /**
   * @param xml {@code cluster.xml}
   * @throws FileNotFoundException when there is no such file
   */
  public HazelcastCluster(NodeId self, ClusterConfig config, Path xml)
      throws FileNotFoundException {
    this.self = self;
    this.config = config;
    this.manager = new HazelcastClusterManager(hazelcast(self, config, xml));
  }

  /** For {@code Vertx.builder().withClusterManager(...)}; joins when Vert.x starts. */
  public ClusterManager manager() {
    return manager;
  }

  /**
   * The bus between nodes binds where Hazelcast does: with two interfaces a cluster would form
   * whose bus is dead. A peer that does not answer is given up in seconds, not in a minute.
   */
  public EventBusOptions busOptions() {
    EventBusOptions options = new EventBusOptions();
    options.setHost(config.host()).setPort(config.busPort());
    Outside outside = config.outside();
    options.setClusterPublicHost(outside == null ? config.host() : outside.host());
    if (outside != null) {
      options.setClusterPublicPort(outside.busPort());
    }
    options.setClusterPingInterval(BUS_PING.toMillis());
    options.setClusterPingReplyInterval(BUS_PING.toMillis());
    options.setConnectTimeout((int) BUS_CONNECT.toMillis());
    return options;
  }

  /** Who lives; only once Vert.x has started with {@link #manager()}. */
  public Membership membership(Vertx vertx) {
    HazelcastInstance hazelcast = manager.getHazelcastInstance();
    if (!config.members().isEmpty()) {
      seekAtSeeds(hazelcast.getConfig().getNetworkConfig().getJoin().getTcpIpConfig());
    }
    return new HazelcastMembership(vertx, hazelcast, self);
  }

  /**
   * A node that starts knocks at all ports of all hosts at once; the halves of a split cluster
   * knock at one after the other and wait five seconds at each that is closed. So they look where
   * they met before, which Hazelcast knows by itself, and at the first port of each host.
   */
  private void seekAtSeeds(TcpIpConfig join) {
    join.setMembers(config.members().stream().map(m -> seed(m, config.port())).toList());
  }

  /** An IPv6 address has a port only behind brackets. */
  static String seed(String member, int port) {
    if (WITH_PORT.matcher(member).matches()) {
      return member;
    }
    boolean bare = member.contains(":") && !member.startsWith("[");
    return (bare ? "[" + member + "]" : member) + ":" + port;
  }

  private static Config hazelcast(NodeId self, ClusterConfig config, Path xml)
      throws FileNotFoundException {
    Config hazelcast = new FileSystemXmlConfig(xml.toFile());
    hazelcast.setClusterName(config.name());
    hazelcast.getMemberAttributeConfig().setAttribute(NODE_ATTRIBUTE, self.toString());
    hazelcast.setProperty(
        "hazelcast.tcp.join.port.try.count", Integer.toString(config.portCount()));
    NetworkConfig network = hazelcast.getNetworkConfig();
    network.setPort(config.port()).setPortCount(config.portCount());
    network.getInterfaces().setEnabled(false);
    network
        .getMemberAddressProviderConfig()
        .setEnabled(true)
        .setImplementation(new OwnAddress(config));
    if (!config.members().isEmpty()) {
      join(network.getJoin(), config);
    }
    return hazelcast;
  }

  private static void join(JoinConfig join, ClusterConfig config) {
    join.getKubernetesConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(config.members());
  }
}
