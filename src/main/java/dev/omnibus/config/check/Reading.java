package dev.omnibus.config.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What came of reading a configuration file: its text, or the reason why there is none.
 *
 * @param text without a byte order mark; null when there is a problem
 * @param problem null when there is a text
 */
public record Reading(String text, Problem problem) {

  /** A larger file is refused before it is read. */
  public static final int MAX_BYTES = 4 << 20;

  /** Reads a file; a problem names it as shown. Not for an event loop. */
  public static Reading of(Path path, String shown) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return failed(shown, "is no file that can be read");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES ? failed(shown, tooLarge()) : decode(bytes, shown);
    } catch (NoSuchFileException e) {
      return failed(shown, "there is no such file");
    } catch (AccessDeniedException e) {
      return failed(shown, "may not be read by this account");
    } catch (IOException e) {
      return failed(shown, Files.isDirectory(path) ? "is a folder" : "can't be read: " + e);
    }
  }

  /** What is said of a text that is too long. */
  public static String tooLarge() {
    return "is larger than " + (MAX_BYTES >> 20) + " MiB";
  }

  private static Reading decode(byte[] bytes, String shown) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      return notUtf8(text, shown);
    }
    return new Reading(text.startsWith("\uFEFF") ? text.substring(1) : text, null);
  }

  private static Reading notUtf8(String before, String shown) {
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    Problem top = Problem.ofFile(shown, "is not UTF-8");
    return new Reading(null, new Problem(shown, line, column, "", top.reason(), top.severity()));
  }

  private static Reading failed(String shown, String reason) {
    return new Reading(null, Problem.ofFile(shown, reason));
  }
}
