package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.ServersFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page without a mouse. */
class KeyboardDashboardIT {

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile()
              .http("alpha", "http://127.0.0.1:" + FreePort.next() + "/mcp")
              .http("beta", "http://127.0.0.1:" + FreePort.next() + "/mcp"));

  @Test
  void slash_searches_and_escape_clears_the_search() {
    Dashboard admin = STAGE.admin().press("/");
    Page page = admin.page();
    assertThat(page.locator("#search")).isFocused();
    page.keyboard().type("bet");
    assertThat(page.locator("tr[data-server]")).hasCount(1);
    assertThat(admin.row("beta")).isVisible();
    admin.press("Escape", "Escape");
    assertThat(page.locator("tr[data-server]")).hasCount(2);
  }

  @Test
  void a_question_mark_shows_the_keys_and_escape_hides_them() {
    Dashboard admin = STAGE.admin().press("?");
    assertThat(admin.page().locator("dialog[open]")).containsText("debug window");
    admin.press("Escape");
    assertThat(admin.page().locator("dialog[open]")).hasCount(0);
  }

  @Test
  void d_opens_the_debug_window_and_escape_closes_it() {
    Dashboard admin = STAGE.admin().press("d");
    assertThat(admin.page().locator(".debug")).isVisible();
    admin.press("Escape");
    assertThat(admin.page().locator(".debug")).hasCount(0);
    admin.press("d", "d");
    assertThat(admin.page().locator(".debug")).hasCount(0);
  }

  @Test
  void j_and_enter_open_a_server_and_escape_closes_it() {
    Dashboard admin = STAGE.admin().press("j", "j", "Enter");
    assertThat(admin.page().locator(".server-panel h2")).hasText("beta");
    assertThat(admin.page()).hasURL(Pattern.compile("server=beta"));
    admin.press("Escape");
    assertThat(admin.page().locator(".server-panel")).hasCount(0);
  }

  @Test
  void letters_in_a_field_are_letters() {
    Dashboard admin = STAGE.admin().press("/", "d", "?");
    assertThat(admin.page().locator("#search")).hasValue("d?");
    assertThat(admin.page().locator(".debug")).hasCount(0);
    assertThat(admin.page().locator("dialog[open]")).hasCount(0);
  }
}
