package dev.omnibus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityConfigTest {

  @Test
  void nothing_said_means_the_documented_defaults() {
    IdentityConfig config = IdentityConfig.fromJson(new JsonObject());
    IdentityConfig documented =
        new IdentityConfig(
            Duration.ofMinutes(15),
            Duration.ofDays(7),
            Duration.ofSeconds(30),
            10,
            true,
            List.of());
    assertEquals(documented, config);
  }

  @Test
  void tokens_that_never_live_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> read("accessMinutes", 0));
    assertThrows(IllegalArgumentException.class, () -> read("refreshDays", 0));
    assertThrows(IllegalArgumentException.class, () -> read("loginPerMinute", 0));
  }

  private static IdentityConfig read(String key, int value) {
    return IdentityConfig.fromJson(new JsonObject().put(key, value));
  }
}
