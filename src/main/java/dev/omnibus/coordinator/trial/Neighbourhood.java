package dev.omnibus.coordinator.trial;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whose an address is: everybody's, or one that only machines near this node can reach, where
 * nothing that a stranger asks for should go. IPv4 addresses within IPv6 ones count as what they
 * are.
 */
public enum Neighbourhood {
  PUBLIC,
  /** This machine itself. */
  LOOPBACK,
  /** A network of somebody's own: RFC 1918, RFC 6598, RFC 4193, local NAT64. */
  PRIVATE,
  /** This network segment. */
  LINK_LOCAL,
  /** Where clouds tell their machines secrets. */
  METADATA,
  /** Nobody's: multicast, unspecified, reserved. */
  NOWHERE;

  /** Some are within other ranges, or public. */
  private static final Set<String> METADATA_ADDRESSES =
      Set.of(
          "169.254.169.254",
          "169.254.170.2",
          "169.254.170.23",
          "100.100.100.200",
          "168.63.129.16",
          "192.0.0.192",
          "fd00:ec2:0:0:0:0:0:254",
          "fd00:ec2:0:0:0:0:0:23",
          "fd20:ce:0:0:0:0:0:254");

  private static final List<Range> PRIVATES =
      List.of(
          Range.of("10.0.0.0", 8),
          Range.of("172.16.0.0", 12),
          Range.of("192.168.0.0", 16),
          Range.of("100.64.0.0", 10),
          Range.of("fc00::", 7),
          Range.of("fec0::", 10),
          Range.of("64:ff9b:1::", 48));

  private static final List<Range> NOBODYS =
      List.of(
          Range.of("0.0.0.0", 8),
          Range.of("192.0.0.0", 24),
          Range.of("192.0.2.0", 24),
          Range.of("198.18.0.0", 15),
          Range.of("198.51.100.0", 24),
          Range.of("203.0.113.0", 24),
          Range.of("224.0.0.0", 3),
          Range.of("::", 96),
          Range.of("100::", 64),
          Range.of("2001:db8::", 32),
          Range.of("ff00::", 8));

  /** Hold an IPv4 address that somebody translates to: NAT64, 6to4. */
  private static final List<Range> TRANSLATED =
      List.of(Range.of("64:ff9b::", 96), Range.of("2002::", 16));

  /** The word in the configuration and on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Neighbourhood of(InetAddress address) {
    InetAddress plain = within(address);
    if (METADATA_ADDRESSES.contains(withoutZone(plain))) {
      return METADATA;
    }
    if (plain.isLoopbackAddress()) {
      return LOOPBACK;
    }
    if (plain.isLinkLocalAddress()) {
      return LINK_LOCAL;
    }
    if (PRIVATES.stream().anyMatch(range -> range.has(plain))) {
      return PRIVATE;
    }
    return NOBODYS.stream().anyMatch(range -> range.has(plain)) ? NOWHERE : PUBLIC;
  }

  private static String withoutZone(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** The IPv4 address that an IPv6 one stands for, else itself. */
  private static InetAddress within(InetAddress address) {
    if (!(address instanceof Inet6Address six)) {
      return address;
    }
    byte[] bytes = six.getAddress();
    if (six.isIPv4CompatibleAddress() && !six.isLoopbackAddress() && !six.isAnyLocalAddress()) {
      return four(bytes, 12);
    }
    for (Range range : TRANSLATED) {
      if (range.has(six)) {
        return four(bytes, range.bits() == 16 ? 2 : 12);
      }
    }
    return address;
  }

  private static InetAddress four(byte[] bytes, int at) {
    try {
      return Inet4Address.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** All addresses that begin with the same bits. */
  private record Range(byte[] start, int bits) {

    static Range of(String start, int bits) {
      try {
        return new Range(InetAddress.getByName(start).getAddress(), bits);
      } catch (UnknownHostException e) {
        throw new IllegalStateException(start, e);
      }
    }

    boolean has(InetAddress address) {
      byte[] bytes = address.getAddress();
      if (bytes.length != start.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> i % 8;
        if ((bytes[i / 8] & mask) != (start[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
