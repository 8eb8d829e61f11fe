package dev.omnibus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor time of processes, as Linux counts it. */
public final class Cpu {

  private static final double TICKS_PER_SECOND = 100.0;

  private Cpu() {}

  /** Seconds a process has used, in user and kernel mode. */
  public static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    } catch (IOException gone) {
      return 0;
    }
  }

  /** The same with its children that live. */
  public static double secondsOfTree(long pid) {
    Stream<Long> children =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid);
    return seconds(pid) + children.mapToDouble(Cpu::seconds).sum();
  }
}
