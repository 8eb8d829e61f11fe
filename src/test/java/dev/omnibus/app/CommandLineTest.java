package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  private final StringWriter errors = new StringWriter();

  private int run(String... args) {
    return Main.commandLine().setErr(new PrintWriter(errors, true)).execute(args);
  }

  @Test
  void an_unknown_command_is_one_line_and_where_to_read_on() {
    assertEquals(2, run("dance"));
    assertEquals(
        "omnibus: there is no command 'dance'\n./omnibus help says how\n", errors.toString());
  }

  @Test
  void an_unknown_option_is_one_line_and_where_to_read_on() {
    assertEquals(2, run("run", "--dance"));
    assertEquals(
        "omnibus: Unknown option: '--dance'\n./omnibus help run says how\n", errors.toString());
  }

  @Test
  void a_key_has_a_name_that_the_configuration_takes() {
    assertEquals(1, run("key", "bad name!"));
    assertTrue(
        errors.toString().startsWith("omnibus: keys.\"bad name!\": must be"), errors::toString);
  }

  @Test
  void what_is_no_trace_is_said_in_words_and_no_node_is_asked() {
    assertEquals(2, run("trace", "zzz", "--url", "http://127.0.0.1:1"));
    assertEquals(
        "omnibus: 'zzz' is no trace: 32 digits, each 0-9 or a-f, or a whole traceparent\n"
            + "./omnibus help trace says how\n",
        errors.toString());
  }
}
