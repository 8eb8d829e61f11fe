package dev.omnibus.dashboard;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One tab with the dashboard, in the words of whoever looks at it. */
final class Dashboard {

  /** Notes each change of a row's state when it happens, by the clock of this machine. */
  private static final String WITNESS =
      """
      window.witnessed = [];
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          if (target.matches("tr[data-server]")) {
            window.witnessed.push({ ...target.dataset, at: Date.now() });
          }
        }
      }).observe(document, { attributes: true, attributeFilter: ["data-state"], subtree: true });
      """;

  private final Page page;

  private Dashboard(Page page) {
    this.page = page;
  }

  static Dashboard open(Page page, int port) {
    return open(page, "http://127.0.0.1:" + port + "/");
  }

  static Dashboard open(Page page, String url) {
    page.addInitScript(WITNESS);
    page.navigate(url);
    page.waitForSelector("#username");
    return new Dashboard(page);
  }

  Page page() {
    return page;
  }

  Dashboard signIn(String user, String password) {
    page.fill("#username", user);
    page.fill("#password", password);
    page.keyboard().press("Enter");
    return this;
  }

  /** Waits until the socket is open and the fleet is there. */
  Dashboard awaitLive() {
    page.waitForSelector(".pill[data-phase=open]");
    page.waitForSelector("tr[data-server]");
    return this;
  }

  Dashboard awaitState(String server, String state) {
    page.waitForSelector("tr[data-server='" + server + "'][data-state=" + state + "]");
    return this;
  }

  Locator row(String server) {
    return page.locator("tr[data-server='" + server + "']");
  }

  /** A cell of a server's row as it is read. */
  String cell(String server, String column) {
    return row(server).locator(".col-" + column).innerText().trim();
  }

  List<String> servers() {
    return page.locator("tr[data-server] th .name").allInnerTexts();
  }

  /** The events whose text has all of this, newest first. */
  Locator events(String type, String... texts) {
    return having(page.locator(".event[data-type=" + type + "]"), texts);
  }

  private static Locator having(Locator all, String... texts) {
    Locator rest = all;
    for (String text : texts) {
      rest = rest.filter(new Locator.FilterOptions().setHasText(text));
    }
    return rest;
  }

  Dashboard press(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
    return this;
  }

  Dashboard openServer(String server) {
    row(server).locator(".col-state").click();
    page.waitForSelector(".server-panel");
    return this;
  }

  /** Leaves a mark that no reload survives. */
  Dashboard mark() {
    page.evaluate("() => { window.marked = true; }");
    return this;
  }

  boolean isMarked() {
    return Boolean.TRUE.equals(page.evaluate("() => window.marked === true"));
  }

  /** When the row of a server turned to a state, first after the given moment. */
  Instant witnessed(String server, String state, Instant after) {
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> seen =
        (List<Map<String, Object>>) page.evaluate("() => window.witnessed");
    return seen.stream()
        .filter(change -> server.equals(change.get("server")) && state.equals(change.get("state")))
        .map(change -> Instant.ofEpochMilli(((Number) change.get("at")).longValue()))
        .filter(at -> at.isAfter(after))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + state + " of " + server + ": " + seen));
  }
}
