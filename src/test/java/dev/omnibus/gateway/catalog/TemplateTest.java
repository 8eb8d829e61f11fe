package dev.omnibus.gateway.catalog;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TemplateTest {

  @Test
  void what_stands_outside_of_the_braces_must_be_there() {
    assertTrue(Template.fits("demo://{id}", "demo://7"));
    assertTrue(Template.fits("demo://{id}/text", "demo://7/text"));
    assertTrue(Template.fits("a{x}b{y}", "a1b2"));
    assertTrue(Template.fits("file:///{+path}", "file:///a/b/c"));
    assertFalse(Template.fits("demo://{id}/text", "demo://7/blob"));
    assertFalse(Template.fits("demo://{id}", "other://7"));
    assertFalse(Template.fits("demo://fixed", "demo://fixed/7"));
    assertTrue(Template.fits("demo://fixed", "demo://fixed"));
    assertFalse(Template.fits("broken{", "broken"));
  }
}
