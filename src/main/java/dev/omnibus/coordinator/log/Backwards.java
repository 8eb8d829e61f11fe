package dev.omnibus.coordinator.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;

/** Reads the lines of a file, the last one first, without holding more than a block of them. */
final class Backwards {

  private static final int BLOCK = 64 * 1024;

  /** No line of ours is longer; what is, is none. */
  private static final int LONGEST_LINE = 4 * BLOCK;

  private Backwards() {}

  /**
   * @param wanted is given each line, and says whether it wants the one before it
   */
  static void read(Path file, Predicate<String> wanted) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      byte[] rest = new byte[0];
      boolean goesOn = true;
      for (long end = channel.size(); end > 0 && goesOn; ) {
        int size = (int) Math.min(BLOCK, end);
        end -= size;
        byte[] text = joined(block(channel, end, size), rest);
        int lineEnd = text.length;
        for (int i = text.length - 1; i >= 0 && goesOn; i--) {
          if (text[i] == '\n') {
            goesOn = tell(text, i + 1, lineEnd, wanted);
            lineEnd = i;
          }
        }
        rest = new byte[lineEnd <= LONGEST_LINE ? lineEnd : 0];
        System.arraycopy(text, 0, rest, 0, rest.length);
      }
      if (goesOn) {
        tell(rest, 0, rest.length, wanted);
      }
    }
  }

  /** What is no text, after a crash, is shown as far as it is one. */
  private static boolean tell(byte[] text, int from, int to, Predicate<String> wanted) {
    return from >= to || wanted.test(new String(text, from, to - from, StandardCharsets.UTF_8));
  }

  private static byte[] block(FileChannel channel, long at, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
      // until it is full, or the file has become shorter
    }
    byte[] read = new byte[buffer.position()];
    System.arraycopy(buffer.array(), 0, read, 0, read.length);
    return read;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
