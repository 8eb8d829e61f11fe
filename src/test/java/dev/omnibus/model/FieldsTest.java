package dev.omnibus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class FieldsTest {

  private static Integer read(Object value) {
    return Fields.of(new JsonObject().put("size", value)).intOrNull("size");
  }

  @Test
  void a_number_that_does_not_fit_is_refused_and_named() {
    for (long large : new long[] {4_294_967_303L, 1L << 31, -(1L << 31) - 1}) {
      IllegalArgumentException why =
          assertThrows(IllegalArgumentException.class, () -> read(large));
      assertEquals("'size' is too large", why.getMessage());
    }
  }

  @Test
  void a_number_that_fits_is_what_it_is() {
    assertEquals(Integer.MAX_VALUE, read(2_147_483_647L));
    assertEquals(2, read(2.0));
    assertNull(read(null));
  }
}
