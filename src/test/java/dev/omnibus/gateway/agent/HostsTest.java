package dev.omnibus.gateway.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  private final Hosts hosts = new Hosts(List.of("https://ops.example.org"));

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "[::1]", "::1"})
  void names_of_the_loopback_interface_are_ours(String host) {
    assertTrue(hosts.allow(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops.example.org", "Ops.Example.org"})
  void the_host_of_a_configured_origin_is_ours(String host) {
    assertTrue(hosts.allow(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"})
  void other_names_are_not(String host) {
    assertFalse(hosts.allow(host));
  }
}
