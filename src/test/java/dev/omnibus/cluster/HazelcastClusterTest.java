package dev.omnibus.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HazelcastClusterTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1:5701",
    "10.0.0.1:5703, 10.0.0.1:5703",
    "node-1.example, node-1.example:5701",
    "node-1.example:5703, node-1.example:5703",
    "::1, [::1]:5701",
    "[fd00::5], [fd00::5]:5701",
    "[fd00::5]:5703, [fd00::5]:5703"
  })
  void a_seed_is_a_member_with_its_port_or_the_first_one(String member, String seed) {
    assertEquals(seed, HazelcastCluster.seed(member, 5701));
  }
}
