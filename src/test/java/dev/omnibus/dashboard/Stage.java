package dev.omnibus.dashboard;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.omnibus.harness.Chromium;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.ServersFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real node and Debian's Chromium for the tests of one class; each test gets fresh browser
 * contexts. A test that fails leaves a picture of its pages beside the node's log, below {@code
 * target/dashboard}. Without Chromium the tests are skipped and say so.
 */
final class Stage implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final ServersFile fleet;
  private final Map<String, String> conf;
  private final List<BrowserContext> visitors = new ArrayList<>();
  private Path folder;
  private Chromium chromium;
  private NodeProcess node;

  Stage(ServersFile fleet) {
    this(fleet, Map.of());
  }

  /** With more files of the configuration, by name. */
  Stage(ServersFile fleet, Map<String, String> conf) {
    this.fleet = fleet;
    this.conf = conf;
  }

  @Override
  public void beforeAll(ExtensionContext test) throws Exception {
    Chromium.assumeInstalled();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    chromium = Chromium.launch();
    Files.createDirectories(Path.of("target/dashboard"));
    folder =
        Files.createTempDirectory(
            Path.of("target/dashboard").toAbsolutePath(),
            test.getRequiredTestClass().getSimpleName());
    node = new NodeProcess("stage", folder);
    node.write("servers.json", fleet.text());
    for (Map.Entry<String, String> file : conf.entrySet()) {
      node.write(file.getKey(), file.getValue());
    }
    node.start();
  }

  NodeProcess node() {
    return node;
  }

  ServersFile fleet() {
    return fleet;
  }

  /** An empty tab of a browser that nobody has used before. */
  Page tab() {
    BrowserContext visitor =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(1440, 900)
                    .setIgnoreHTTPSErrors(true) // a proxy of a test has signed for itself
                    .setAcceptDownloads(true));
    visitor.setDefaultTimeout(PATIENCE.toMillis());
    visitors.add(visitor);
    return visitor.newPage();
  }

  /** The dashboard as a visitor sees it who has not signed in. */
  Dashboard visit() {
    return Dashboard.open(tab(), node.port());
  }

  /** The dashboard of the admin, with a live fleet. */
  Dashboard admin() {
    return visit().signIn("admin", NodeProcess.PASSWORD).awaitLive();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    test.getExecutionException().ifPresent(failure -> picture(test.getDisplayName()));
    visitors.forEach(BrowserContext::close);
    visitors.clear();
  }

  private void picture(String name) {
    int number = 0;
    for (BrowserContext visitor : visitors) {
      for (Page page : visitor.pages()) {
        String file = name.replaceAll("\\W", "") + "-" + ++number + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(file)));
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext test) {
    if (node != null) {
      node.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }
}
