package dev.omnibus.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of another Java process, as {@code jcmd} tells it. */
final class Memory {

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern USED = Pattern.compile("heap\\s+total \\d+K, used (\\d+)K");

  private Memory() {}

  /** Bytes of all objects that live, after a full collection. */
  static long live(long pid) throws IOException, InterruptedException {
    return Long.parseLong(found(TOTAL, jcmd(pid, "GC.class_histogram")));
  }

  /** Bytes in use now, garbage included. */
  static long used(long pid) throws IOException, InterruptedException {
    return 1024 * Long.parseLong(found(USED, jcmd(pid, "GC.heap_info")));
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("jcmd: " + text);
    }
    return matcher.group(1);
  }

  private static String jcmd(long pid, String what) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), what).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return said;
  }
}
