package dev.omnibus.config.sync;

import static org.junit.jupiter.api.Assertions.assertSame;

import dev.omnibus.config.ConfigFile;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgreementTest {

  private static ConfigVersion version(long number, String text) {
    return new ConfigVersion(ConfigFile.SERVERS, number, text, "ann", Instant.EPOCH, "n", "f");
  }

  @Test
  void an_empty_cluster_is_offered_what_the_node_has() {
    assertSame(Agreement.OFFER, Agreement.between(version(0, "a"), null));
  }

  @Test
  void a_higher_version_is_adopted() {
    assertSame(Agreement.ADOPT, Agreement.between(version(1, "a"), version(2, "b")));
  }

  @Test
  void a_lower_version_is_replaced() {
    assertSame(Agreement.OFFER, Agreement.between(version(2, "a"), version(1, "b")));
  }

  @Test
  void the_same_is_left_alone() {
    assertSame(Agreement.NOTHING, Agreement.between(version(2, "a"), version(2, "a")));
  }

  @Test
  void after_a_split_the_clusters_text_wins() {
    assertSame(Agreement.ADOPT, Agreement.between(version(2, "a"), version(2, "b")));
  }

  @Test
  void the_same_text_under_a_higher_number_is_renumbered() {
    assertSame(Agreement.ADOPT, Agreement.between(version(1, "a"), version(2, "a")));
  }
}
