package dev.omnibus.harness;

import dev.omnibus.app.Main;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  /** To a run of a few tests it would give less than it takes; a benchmark has its own. */
  private static final boolean ALL_TESTS =
      System.getProperty("omnibus.fork") != null && System.getProperty("it.test") == null;

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
    return ARCHIVE.toFile().length() > 0 ? List.of("-XX:SharedArchiveFile=" + ARCHIVE) : List.of();
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
        rehearse();
      }
    } catch (IOException e) {
      System.err.println("nodes of tests start without shared classes: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forgetOthers() throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(TARGET, "nodes-*.jsa*")) {
      for (Path other : others) {
        Files.delete(other);
      }
    }
  }

  /**
   * A start is rehearsed; when it ends, the JVM writes down which classes it had. Tried once: what
   * failed leaves an empty file.
   */
  private static void rehearse() throws IOException, InterruptedException {
    Path young = Path.of(ARCHIVE + ".young");
    Path log = TARGET.resolve("nodes-rehearsal.log");
    List<String> options = new ArrayList<>(NodeProcess.QUICK);
    options.add("-XX:ArchiveClassesAtExit=" + young);
    Process rehearsal =
        new ProcessBuilder(CommandLine.with(JARS, Main.class, options, List.of("rehearse")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!rehearsal.waitFor(180, TimeUnit.SECONDS) || rehearsal.exitValue() != 0) {
        throw new IOException("the rehearsal failed, see " + log);
      }
      Files.move(young, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.createFile(ARCHIVE);
      throw e;
    } finally {
      rehearsal.destroyForcibly();
      Files.deleteIfExists(young);
    }
  }
}
