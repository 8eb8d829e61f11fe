package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher starts, with a java that only says what it was given. */
class LauncherTest {

  /**
   * Says its options; notes down that it rehearsed, and does as a JVM does that makes an archive,
   * and then what the test says.
   */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      case " $* " in
        *' -version '*)
          [ -z "${JAVA_TOOL_OPTIONS:-}" ] || echo "Picked up $JAVA_TOOL_OPTIONS" >&2
          echo 'openjdk version "%1$s"' >&2
          ;;
        *' rehearse '*)
          echo once >>"$JAVA_HOME/rehearsed"
          for word in "$@"; do
            case $word in
              -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*) young=${word#*=} ;;
            esac
          done
          echo classes >"$young"
          %2$s
          ;;
        *) printf '%%s\\n' "$@" ;;
      esac
      """;

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path folder;
  private Path home;
  private Path jdk;
  private Path jar;

  @BeforeEach
  void lay() throws IOException {
    home = folder.resolve("a home");
    jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    jar = Files.createDirectories(home.resolve("target")).resolve("omnibus.jar");
    Files.writeString(jar, "jar");
    Files.setLastModifiedTime(jar, LONG_AGO);
    Files.copy(Path.of("omnibus"), home.resolve("omnibus"), StandardCopyOption.COPY_ATTRIBUTES);
    java("17.0.1", "exit 0");
  }

  /**
   * @param then what a rehearsal ends with, in the shell
   */
  private void java(String version, String then) throws IOException {
    Path java = Files.writeString(jdk.resolve("bin/java"), JAVA.formatted(version, then));
    assertTrue(java.toFile().setExecutable(true));
  }

  @Test
  void the_first_start_rehearses_and_all_take_what_came_of_it() throws Exception {
    assertTrue(has(run(), "-XX:SharedArchiveFile=" + archive()), "the first");
    assertTrue(has(run(), "-XX:SharedArchiveFile=" + archive()), "the second");
    assertEquals(1, rehearsals());
  }

  @Test
  void from_25_on_it_is_a_cache_with_profiles() throws Exception {
    java("25.0.1", "exit 0");
    assertTrue(has(run(), "-XX:AOTCache=" + archive()));
  }

  @Test
  void an_archive_older_than_the_jar_is_made_anew() throws Exception {
    run();
    Files.setLastModifiedTime(Path.of(archive()), LONG_AGO);
    Files.setLastModifiedTime(jar, FileTime.from(LONG_AGO.toInstant().plusSeconds(60)));
    run();
    assertEquals(2, rehearsals());
  }

  @Test
  void another_java_takes_none_of_the_first() throws Exception {
    run();
    String first = archive();
    java("21.0.1", "exit 0");
    assertFalse(has(run(), "-XX:SharedArchiveFile=" + first));
    assertEquals(2, rehearsals());
  }

  @Test
  void a_rehearsal_that_fails_stops_no_start_and_is_tried_once() throws Exception {
    java("17.0.1", "exit 1");
    assertNone(run());
    assertNone(run());
    assertEquals(1, rehearsals());
  }

  /** It is mapped by the node of that start, which dies when it is made shorter. */
  @Test
  void a_rehearsal_that_fails_leaves_alone_what_another_start_has_made_meanwhile()
      throws Exception {
    java("17.0.1", "echo another >\"${young%.*}\"; exit 1");
    assertTrue(has(run(), "-XX:SharedArchiveFile=" + archive()));
    assertEquals("another\n", Files.readString(Path.of(archive())));
  }

  /** Ctrl-C: no node, and the next start rehearses again. */
  @Test
  void who_breaks_off_a_rehearsal_gets_no_node_and_may_try_again() throws Exception {
    java("17.0.1", "exec sleep 20");
    Process launcher = launch("OMNIBUS_ARCHIVE", "yes");
    Waiting.until("it rehearses", Duration.ofSeconds(60), () -> made().size() == 1);
    new ProcessBuilder("kill", "-INT", "" + launcher.pid()).start().waitFor();
    assertTrue(launcher.waitFor(60, TimeUnit.SECONDS));
    assertEquals(130, launcher.exitValue());
    assertEquals("", Files.readString(folder.resolve("out")));
    assertEquals(List.of(), made());
  }

  /** The JVM says them, too, when it is asked for its version. */
  @Test
  void options_make_no_other_java_of_it() throws Exception {
    start("JAVA_TOOL_OPTIONS", "-Done=1");
    start("JAVA_TOOL_OPTIONS", "-Done=2");
    assertEquals(1, rehearsals());
  }

  @Test
  void nothing_is_rehearsed_under_a_debugger_or_an_agent() throws Exception {
    assertNone(start("OMNIBUS_JAVA_OPTS", "-agentlib:jdwp=transport=dt_socket,suspend=y"));
    assertNone(start("JAVA_TOOL_OPTIONS", "-javaagent:telemetry.jar"));
    assertEquals(0, rehearsals());
  }

  @Test
  void where_nothing_can_be_written_a_node_starts_without() throws Exception {
    Files.writeString(home.resolve("target/archive"), "a file where the folder would be");
    assertNone(run());
    assertEquals(0, rehearsals());
  }

  @Test
  void who_says_anything_of_archives_says_all_of_it() throws Exception {
    assertNone(start("OMNIBUS_JAVA_OPTS", "-Xshare:off"));
    assertNone(start("OMNIBUS_ARCHIVE", "no"));
    assertEquals(0, rehearsals());
  }

  @Test
  void what_is_given_stands_behind_what_the_launcher_says() throws Exception {
    List<String> words = start("OMNIBUS_JAVA_OPTS", "-XX:Tier3DelayOn=5");
    assertTrue(words.indexOf("-XX:Tier3DelayOn=0") < words.indexOf("-XX:Tier3DelayOn=5"));
  }

  private static void assertNone(List<String> words) {
    assertEquals("run", words.get(words.size() - 1));
    assertTrue(words.stream().noneMatch(word -> word.contains("archive")), words.toString());
  }

  private static boolean has(List<String> words, String option) {
    return words.contains(option);
  }

  private String archive() throws IOException {
    List<Path> found = made();
    assertEquals(1, found.size(), found.toString());
    return found.get(0).toString();
  }

  private List<Path> made() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("target/archive"))) {
      return all.toList();
    }
  }

  private long rehearsals() throws IOException {
    Path log = jdk.resolve("rehearsed");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  private List<String> run() throws Exception {
    return start("OMNIBUS_ARCHIVE", "yes");
  }

  private List<String> start(String variable, String value) throws Exception {
    Process process = launch(variable, value);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("err")));
    return Files.readAllLines(folder.resolve("out"));
  }

  private Process launch(String variable, String value) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("omnibus").toString(), "run");
    List.of("OMNIBUS_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
        .forEach(builder.environment()::remove);
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put(variable, value);
    return builder
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }
}
