package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeaderRuleTest {

  private final HeaderRule rule = new HeaderRule(Set.of("cookie"), List.of("sec-"));

  @Test
  void a_name_is_the_same_in_any_case_whenever_it_is_asked_for() {
    for (int i = 0; i < 2; i++) {
      assertFalse(rule.passes("Cookie"));
      assertFalse(rule.passes("cookie"));
      assertFalse(rule.passes("Sec-Fetch-Mode"));
      assertTrue(rule.passes("Mcp-Method"));
    }
  }

  @Test
  void more_names_than_are_kept_are_judged_all_the_same() {
    for (int i = 0; i < 1_000; i++) {
      assertTrue(rule.passes("x-" + i));
      assertFalse(rule.passes("sec-" + i));
    }
  }
}
