package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.trail.AuditTrail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order acts come when the store, a file or both do not take some of them once. */
class BacklogTest {

  private static final long NOW = 1_000_000;
  private static final long LATER = NOW + 60_000;

  @TempDir Path folder;
  private final AuditTrail trail = new AuditTrail();
  private Backlog backlog;

  @BeforeEach
  void begin() throws IOException {
    backlog = open(trail);
  }

  private Backlog open(AuditTrail from) throws IOException {
    ScribeCounters counters = new ScribeCounters(new SimpleMeterRegistry(), from);
    return new Backlog(from, Spill.open(folder), counters);
  }

  private void leave(int from, int to) {
    Acts.acts(from, to).forEach(trail::record);
  }

  /** All that is left, as a store that takes everything gets it. */
  private static List<Integer> written(Backlog from) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    Backlog.Batch batch = from.oldest();
    while (!batch.isEmpty()) {
      batch.entries().forEach(entry -> numbers.add(entry.detail().getInteger("i")));
      from.written(batch);
      batch = from.oldest();
    }
    return numbers;
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** The file that would come before the others can't be written. */
  private Path blocked() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      long first =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jsonl"))
              .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
              .min()
              .orElseThrow();
      return Files.createDirectory(folder.resolve(String.format("%020d.jsonl", first - 1)));
    }
  }

  private void refuse(Backlog.Batch batch) {
    backlog.returned(batch, NOW);
    leave(200, 300);
  }

  @Test
  void a_batch_that_the_store_refused_comes_before_what_was_put_aside_meanwhile() throws Exception {
    leave(0, 100);
    Backlog.Batch batch = backlog.oldest();
    leave(100, 200);
    backlog.putAside(NOW);
    refuse(batch);
    assertEquals(upTo(300), written(backlog));
  }

  @Test
  void it_does_so_too_when_no_file_took_it_back() throws Exception {
    leave(0, 100);
    Backlog.Batch batch = backlog.oldest();
    leave(100, 200);
    backlog.putAside(NOW);
    blocked();
    refuse(batch);
    assertEquals(300, backlog.size());
    assertEquals(upTo(300), written(backlog));
    assertEquals(0, trail.bytes());
  }

  @Test
  void once_there_is_room_it_goes_into_a_file_before_the_others_and_outlives_the_node()
      throws Exception {
    leave(0, 100);
    Backlog.Batch batch = backlog.oldest();
    leave(100, 200);
    backlog.putAside(NOW);
    Path blocked = blocked();
    refuse(batch);
    Files.delete(blocked);
    backlog.putAside(LATER);
    assertEquals(0, trail.bytes(), "nothing is left in memory");
    assertEquals(upTo(300), written(open(new AuditTrail())));
  }

  @Test
  void what_a_file_refused_once_comes_before_what_came_later() throws Exception {
    leave(0, 100);
    Path last = folder.resolve("last.new");
    Files.createDirectory(last);
    backlog.putAside(NOW);
    leave(100, 200);
    assertEquals(200, trail.size(), "no file took them");
    Files.delete(last);
    backlog.putAside(LATER);
    leave(200, 300);
    assertEquals(200, backlog.aside());
    assertEquals(upTo(300), written(backlog));
  }

  @Test
  void a_disk_that_was_full_is_not_tried_at_each_round() throws Exception {
    leave(0, 100);
    Path last = Files.createDirectory(folder.resolve("last.new"));
    backlog.putAside(NOW);
    Files.delete(last);
    backlog.putAside(NOW + 500);
    assertEquals(100, trail.size());
    assertEquals(0, backlog.putAsideNow(NOW + 500), "at the end it is");
    assertEquals(100, backlog.aside());
  }
}
