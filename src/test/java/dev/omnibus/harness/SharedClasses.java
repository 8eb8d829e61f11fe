package dev.omnibus.harness;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes of a node as the JVM shares them: read and verified once, mapped by each node that a
 * test starts after that, which saves nearly half of what a start costs. A run of all tests makes
 * the archive before its first node starts. It fits these jars only, and a node that finds none
 * starts without it.
 */
final class SharedClasses {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  /** To a run of a few tests it would give less than it takes. */
  private static final boolean ALL_TESTS = System.getProperty("it.test") == null;

  private static final AtomicBoolean ASKED = new AtomicBoolean();

  /** Jars first: what stands behind them may differ from the program that made the archive. */
  static final String CLASS_PATH =
      Stream.concat(entries().filter(SharedClasses::isJar), entries().filter(e -> !isJar(e)))
          .collect(Collectors.joining(File.pathSeparator));

  private static final String JARS =
      entries().filter(SharedClasses::isJar).collect(Collectors.joining(File.pathSeparator));

  /** Whether the classes of a node are in a jar: the JVM shares none of folders. */
  private static final boolean PACKED = entries().anyMatch(e -> e.endsWith("omnibus.jar"));

  private static final Path ARCHIVE = TARGET.resolve("nodes-" + fingerprint() + ".jsa");

  private SharedClasses() {}

  private static Stream<String> entries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  private static boolean isJar(String entry) {
    return entry.endsWith(".jar");
  }

  /** Another one after each build, and for each JVM. */
  private static String fingerprint() {
    String jars =
        JARS
            + System.getProperty("java.vm.version")
            + new File("target/omnibus.jar").lastModified();
    return Integer.toHexString(jars.hashCode());
  }

  /** For a JVM that runs with {@link #CLASS_PATH}. */
  static List<String> options() {
    return Files.exists(ARCHIVE) ? List.of("-XX:SharedArchiveFile=" + ARCHIVE) : List.of();
  }

  /** A command whose JVM makes the archive of all that it has loaded when it ends. */
  static List<String> writing(
      Path archive, Class<?> program, List<String> options, List<String> words) {
    List<String> more = new ArrayList<>(options);
    more.add("-XX:ArchiveClassesAtExit=" + archive);
    return CommandLine.with(JARS, program, more, words);
  }

  /** A node is about to start. */
  static void prepare() {
    if (PACKED && ALL_TESTS && !Files.exists(ARCHIVE) && ASKED.compareAndSet(false, true)) {
      make();
    }
  }

  /** Test JVMs run beside each other; one of them makes it, and nobody waits for another. */
  private static void make() {
    Path door = TARGET.resolve("nodes.lock");
    try (FileChannel file =
            FileChannel.open(door, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock mine = file.tryLock()) {
      if (mine != null && !Files.exists(ARCHIVE)) {
        forgetOthers();
        train();
      }
    } catch (Exception | AssertionError e) {
      System.err.println("nodes of tests start without shared classes: " + e);
    }
  }

  private static void forgetOthers() throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(TARGET, "nodes-*.jsa*")) {
      for (Path other : others) {
        Files.delete(other);
      }
    }
  }

  /** A node at work; when it ends, the JVM writes down which classes it had. */
  private static void train() throws Exception {
    Path young = Path.of(ARCHIVE + ".young");
    NodeProcess node = new NodeProcess("trainee", ScratchFolder.make("trainee"));
    node.write("servers.json", new ServersFile().demo("demo").text()).sharing(young);
    try (node) {
      node.start();
      String token = Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
      try (Operator admin = Operator.open(node.port(), token)) {
        admin.awaitState("demo", "healthy", Duration.ofSeconds(60));
        new McpAgent(node.port(), "/mcp/demo", token).initialize();
      }
      node.terminate();
    }
    Files.move(young, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
  }
}
