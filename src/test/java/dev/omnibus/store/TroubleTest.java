package dev.omnibus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TroubleTest {

  @Test
  void the_line_for_the_log_says_why_and_nothing_of_what_was_to_be_written() {
    SQLException full =
        new SQLException("Batch entry 0 INSERT INTO audit VALUES ('ann') was aborted", "53100", 7);
    assertEquals("there is no room left in it state=53100 code=7", Trouble.line(full));
  }
}
