package dev.omnibus.coordinator.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighbourhoodTest {

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.32.0.1, PUBLIC",
    "2606:4700::1111, PUBLIC",
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "::1, LOOPBACK",
    "::ffff:127.0.0.1, LOOPBACK",
    "64:ff9b::7f00:1, LOOPBACK",
    "2002:7f00:0001::, LOOPBACK",
    "::127.0.0.1, LOOPBACK",
    "10.1.2.3, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.0.1, PRIVATE",
    "100.64.0.1, PRIVATE",
    "fd12:3456::1, PRIVATE",
    "fec0::1, PRIVATE",
    "::ffff:10.0.0.1, PRIVATE",
    "64:ff9b::a00:1, PRIVATE",
    "64:ff9b:1:808:8:800::, PRIVATE",
    "169.254.1.1, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "169.254.169.254, METADATA",
    "::ffff:169.254.169.254, METADATA",
    "64:ff9b::a9fe:a9fe, METADATA",
    "fd00:ec2::254, METADATA",
    "100.100.100.200, METADATA",
    "168.63.129.16, METADATA",
    "0.0.0.0, NOWHERE",
    "::, NOWHERE",
    "0.1.2.3, NOWHERE",
    "224.0.0.1, NOWHERE",
    "255.255.255.255, NOWHERE",
    "ff02::1, NOWHERE",
    "198.51.100.1, NOWHERE",
  })
  void an_address_is_somebodys(String address, Neighbourhood whose) throws UnknownHostException {
    assertEquals(whose, Neighbourhood.of(InetAddress.getByName(address)));
  }

  private static boolean allows(Reach reach, String address) throws UnknownHostException {
    return reach.allows(InetAddress.getByName(address));
  }

  @Test
  void where_nothing_is_said_a_laptop_reaches_itself_and_its_network_for_who_may_configure_it()
      throws UnknownHostException {
    Reach laptop = Reach.of(null, "127.0.0.1", true);
    assertTrue(allows(laptop, "127.0.0.1"));
    assertTrue(allows(laptop, "192.168.1.5"));
    assertTrue(allows(laptop, "8.8.8.8"));
    assertFalse(allows(laptop, "169.254.169.254"));
    assertFalse(allows(laptop, "fe80::1"));
  }

  @Test
  void where_nothing_is_said_nobody_else_reaches_more_than_public_addresses()
      throws UnknownHostException {
    for (Reach reach :
        List.of(Reach.of(null, "0.0.0.0", true), Reach.of(null, "127.0.0.1", false))) {
      assertTrue(allows(reach, "8.8.8.8"));
      assertFalse(allows(reach, "127.0.0.1"));
      assertFalse(allows(reach, "10.0.0.1"));
    }
  }

  @Test
  void what_is_said_holds_for_everybody_and_is_all() throws UnknownHostException {
    Reach none = Reach.of(List.of(), "127.0.0.1", true);
    assertFalse(allows(none, "127.0.0.1"));
    Reach some = Reach.of(List.of("private"), "0.0.0.0", false);
    assertTrue(allows(some, "10.0.0.1"));
    assertFalse(allows(some, "127.0.0.1"));
    assertFalse(allows(some, "169.254.169.254"));
    assertFalse(allows(Reach.of(List.of("link-local"), "", true), "169.254.169.254"));
    assertTrue(allows(Reach.of(List.of("metadata"), "", true), "169.254.169.254"));
  }
}
