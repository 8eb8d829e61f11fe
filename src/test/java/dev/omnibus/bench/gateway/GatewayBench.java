package dev.omnibus.bench.gateway;

import java.util.Arrays;

/**
 * {@code ./omnibus bench gateway [mode]}: a real node before a fast server. Every answer is looked
 * at. {@code calls [millis a round] [rounds] [concurrency,...]} is what is run without a mode.
 */
public final class GatewayBench {

  private GatewayBench() {}

  public static void main(String[] args) throws Exception {
    boolean plain = args.length == 0 || Character.isDigit(args[0].charAt(0));
    String mode = plain ? "calls" : args[0];
    String[] rest = plain ? args : Arrays.copyOfRange(args, 1, args.length);
    try (Scene scene = Scene.open()) {
      switch (mode) {
        case "calls" -> calls(scene, rest);
        case "idle" -> new IdleSessions(scene).run(number(rest, 0, 10_000));
        case "large" -> new LargeResult(scene).run(number(rest, 0, 1024));
        case "streams" -> new ManyStreams(scene).run(number(rest, 0, 1_000));
        default -> throw new IllegalArgumentException("calls, idle, large or streams: " + mode);
      }
    }
  }

  private static void calls(Scene scene, String[] rest) throws Exception {
    int[] levels =
        rest.length > 2
            ? Arrays.stream(rest[2].split(",")).mapToInt(Integer::parseInt).toArray()
            : new int[] {1, 8, 64, 256};
    try (Rounds rounds =
        new Rounds(scene.ways(), scene.server(), number(rest, 0, 2_000), number(rest, 1, 3))) {
      rounds.run(levels);
    }
  }

  private static int number(String[] words, int at, int otherwise) {
    return words.length > at ? Integer.parseInt(words[at]) : otherwise;
  }
}
