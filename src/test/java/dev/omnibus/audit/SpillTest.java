package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.Peer;
import dev.omnibus.trail.AuditEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, in which the system cuts files off, and what it leaves behind. */
class SpillTest {

  private static final int KILOBYTES = 16;
  private static final int MANY = 10_000;

  @TempDir Path folder;

  private int fill() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> limited =
        List.of(
            "bash",
            "-c",
            "ulimit -f " + KILOBYTES + " && exec \"$@\"",
            "bash",
            java,
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FullDisk.class.getName(),
            folder.toString());
    try (Peer peer = new Peer(folder.toFile(), limited)) {
      int at = peer.await("the disk is full", 0, line -> line.containsKey("taken"));
      return peer.lines().get(at).getInteger("taken");
    }
  }

  private static List<Integer> numbers(List<AuditEntry> entries) {
    return entries.stream().map(entry -> entry.detail().getInteger("i")).toList();
  }

  private static List<Integer> upTo(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).toList();
  }

  @Test
  void a_clock_that_went_back_gives_no_file_a_number_that_the_store_has_seen() throws Exception {
    Spill before = Spill.open(folder);
    before.append(Acts.acts(0, 10), 9_000);
    SpillPosition all = before.first(MANY).position();
    before.skip(all);
    Spill after = Spill.open(folder);
    after.append(Acts.acts(10, 20), 5);
    after.prepend(Acts.acts(5, 10), 5);
    after.skip(all);
    assertEquals(15, after.size(), "nothing of it is written");
    assertEquals(upTo(10).subList(5, 10), numbers(after.first(MANY).entries()));
  }

  @Test
  void what_was_put_aside_before_the_store_could_say_how_far_it_came_is_not_taken_for_written()
      throws Exception {
    Spill spill = Spill.open(folder);
    spill.append(Acts.acts(0, 10), 5);
    spill.append(Acts.acts(10, 20), 6);
    SpillPosition seen = new SpillPosition(9_000, 100);
    spill.skip(seen);
    assertEquals(upTo(20), numbers(spill.first(MANY).entries()));
    Spill next = Spill.open(folder);
    next.append(Acts.acts(20, 30), 7);
    next.skip(seen);
    assertEquals(30, next.size());
    next.skip(next.first(MANY).position());
    assertEquals(upTo(30).subList(20, 30), numbers(next.first(MANY).entries()));
  }

  @Test
  void a_file_that_is_none_of_ours_is_left_alone() throws Exception {
    Files.writeString(folder.resolve("notes.jsonl"), "x\n");
    Spill spill = Spill.open(folder);
    spill.append(Acts.acts(0, 3), 1);
    assertEquals(3, Spill.open(folder).size());
    assertTrue(Files.exists(folder.resolve("notes.jsonl")));
  }

  @Test
  void what_a_full_disk_took_half_is_cut_back_and_comes_again_with_the_rest() throws Exception {
    int taken = fill();
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.filter(f -> f.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
    assertTrue(taken > 0);
    assertTrue(Files.size(file) < KILOBYTES * 1024, "it was cut back from where it was full");
    assertTrue(Files.readString(file).endsWith("}\n"), "no half a line");
    Spill spill = Spill.open(folder);
    assertEquals(upTo(taken), numbers(spill.first(MANY).entries()));
    spill.append(Acts.acts(taken, taken + 10), 2);
    spill.skip(spill.first(MANY).position());
    assertEquals(upTo(taken + 10).subList(taken, taken + 10), numbers(spill.first(MANY).entries()));
  }
}
