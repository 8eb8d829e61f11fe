package dev.omnibus.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * {@code omnibus run} of a node whose clock is wrong, by as much as a file beside its configuration
 * says, now and later: another clock is set by writing that file.
 */
public final class WrongClock extends Clock {

  /** In the folder of the configuration: {@code PT2H} for two hours ahead. */
  public static final String FILE = "wrong-clock.txt";

  private static final int LOOK_MS = 50;

  private final Path file;
  private volatile Duration ahead;

  private WrongClock(Path file) throws Exception {
    this.file = file;
    look();
    Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "wrong-clock");
              thread.setDaemon(true);
              return thread;
            })
        .scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      ahead = Duration.parse(Files.readString(file).trim());
    } catch (Exception unfinished) {
      if (ahead == null) {
        throw new IllegalStateException("no clock in " + file, unfinished);
      }
    }
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("UTC only");
  }

  public static void main(String[] args) throws Exception {
    System.setProperty("hazelcast.logging.type", "slf4j");
    List<String> words = List.of(args);
    Path conf = Path.of(words.get(words.indexOf("--conf") + 1));
    RunCommand run = new RunCommand(new WrongClock(conf.resolve(FILE)));
    System.exit(new CommandLine(run).execute(Arrays.copyOfRange(args, 1, args.length)));
  }
}
