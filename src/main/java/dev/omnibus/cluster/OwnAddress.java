package dev.omnibus.cluster;

import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.spi.MemberAddressProvider;
import dev.omnibus.config.ClusterConfig;
import java.net.InetSocketAddress;

/**
 * Where this node listens for its peers, and where they reach it. Hazelcast's list of interfaces
 * would do the former, but it also has every member that is given by name and lives at another
 * address left out, without a word.
 */
final class OwnAddress implements MemberAddressProvider {

  /** Hazelcast takes the port that it found free. */
  private static final int THAT_PORT = 0;

  private final ClusterConfig config;

  OwnAddress(ClusterConfig config) {
    this.config = config;
  }

  @Override
  public InetSocketAddress getBindAddress() {
    return new InetSocketAddress(config.host(), THAT_PORT);
  }

  @Override
  public InetSocketAddress getBindAddress(EndpointQualifier qualifier) {
    return getBindAddress();
  }

  @Override
  public InetSocketAddress getPublicAddress() {
    return config.outside() == null
        ? getBindAddress()
        : new InetSocketAddress(config.outside().host(), config.outside().port());
  }

  @Override
  public InetSocketAddress getPublicAddress(EndpointQualifier qualifier) {
    return getPublicAddress();
  }
}
