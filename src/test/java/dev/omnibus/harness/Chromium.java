package dev.omnibus.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's Chromium without a window. Where there is none, tests are skipped and say so. */
public record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/chromium");

  /**
   * The popup of the address bar is a page of its own for each window, and costs more than a page
   * of ours. The rest is what Playwright turns off by itself, which this would turn on again.
   */
  private static final List<String> OFF =
      List.of(
          "WebUIOmniboxPopup",
          "WebUIOmniboxAimPopup",
          "WebUIOmniboxFullPopup",
          "AvoidUnnecessaryBeforeUnloadCheckSync",
          "BoundaryEventDispatchTracksNodeRemoval",
          "DestroyProfileOnBrowserClose",
          "DialMediaRouteProvider",
          "GlobalMediaControls",
          "HttpsUpgrades",
          "LensOverlay",
          "MediaRouter",
          "OptimizationHints",
          "PaintHolding",
          "ThirdPartyStoragePartitioning",
          "Translate");

  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-features=" + String.join(",", OFF));

  /** To be called before anything that has to be closed is opened. */
  public static void assumeInstalled() {
    assumeTrue(
        Files.isExecutable(PROGRAM),
        "SKIPPED: no Chromium at " + PROGRAM + "; apt-get install chromium to run these tests");
  }

  public static Chromium launch() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setHeadless(true)
                    .setArgs(QUIET)));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
