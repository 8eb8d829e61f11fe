package dev.omnibus.gateway.agent;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which names this node answers to. What comes in over the loopback interface must call us by a
 * name of that interface, or by the host of a configured origin: a page that rebinds its own name
 * to 127.0.0.1 would look like one of ours otherwise.
 */
public final class Hosts {

  private static final Pattern LOOPBACK =
      Pattern.compile("(::ffff:)?127(\\.[0-9]{1,3}){3}|(::|(0:){7})1(%.*)?");

  private final Set<String> configured;

  public Hosts(List<String> origins) {
    this.configured =
        origins.stream().map(o -> lower(URI.create(o).getHost())).collect(Collectors.toSet());
  }

  public boolean allow(HttpServerRequest request) {
    HostAndPort host = request.authority();
    return host == null || allow(host.host()) || !isLoopback(request.localAddress());
  }

  private static boolean isLoopback(SocketAddress local) {
    return local == null || loopback(local.hostAddress());
  }

  boolean allow(String host) {
    String name = lower(host);
    return name.equals("localhost") || configured.contains(name) || loopback(bare(name));
  }

  /** Literal addresses only; a name is never looked up. */
  private static boolean loopback(String address) {
    return "127.0.0.1".equals(address)
        || LOOPBACK.matcher(address == null ? "" : address).matches();
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String lower(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
