package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.seen.Outcome;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Looks at an answer as it passes, whether plain JSON or the data of an event stream: is it an
 * error, or a result with {@code isError}? It keeps a few bytes of state, copies nothing and may
 * err on text that is no JSON; it only counts.
 */
final class AnswerPeek {

  private static final int KEY = 24;
  private static final String PROGRESS = "notifications/progress";

  /** What a server asks an agent, and the agent perhaps a person. */
  private static final List<String> QUESTIONS =
      List.of("elicitation/create", "sampling/createMessage", "roots/list");

  private final byte[] key = new byte[KEY];
  private int length;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean expectsKey;
  private boolean afterError;
  private boolean error;
  private boolean toolError;
  private boolean progress;
  private boolean question;
  private boolean result;

  void feed(ByteBuf bytes) {
    int end = bytes.writerIndex();
    int at = bytes.readerIndex();
    while (at < end) {
      if (inString) {
        at = text(bytes, at, end);
      } else {
        feed(bytes.getByte(at++));
      }
    }
  }

  private void feed(byte b) {
    switch (b) {
      case '"' -> {
        inString = true;
        length = 0;
      }
      case '{' -> {
        depth++;
        expectsKey = true;
        afterError = false;
      }
      case '}' -> {
        depth = Math.max(0, depth - 1);
        result &= depth > 0;
      }
      case ',' -> {
        expectsKey = depth > 0;
        afterError = false;
      }
      case ':' -> colon();
      case 't' -> toolError |= afterError;
      default -> {
        // white space, digits, brackets, and the field names of an event stream
      }
    }
  }

  /**
   * A long text is leapt over, from one quotation mark to the next: it ends at the first that no
   * odd number of backslashes stands before.
   *
   * @return where to go on
   */
  private int text(ByteBuf bytes, int from, int end) {
    int at = from;
    if (escaped) {
      escaped = false;
      keep(bytes, at, ++at);
    }
    int quote = at == end ? -1 : bytes.indexOf(at, end, (byte) '"');
    int stop = quote < 0 ? end : quote;
    keep(bytes, at, stop);
    escaped = isEscaped(bytes, at, stop);
    if (quote >= 0 && !escaped) {
      inString = false;
      endOfText();
    }
    return quote < 0 || escaped ? stop : quote + 1;
  }

  private void keep(ByteBuf bytes, int from, int to) {
    int some = Math.min(to - from, KEY - length);
    if (some > 0) {
      bytes.getBytes(from, key, length, some);
    }
    length = Math.min(length + to - from, KEY + 1);
  }

  private static boolean isEscaped(ByteBuf bytes, int from, int at) {
    int start = at;
    while (start > from && bytes.getByte(start - 1) == '\\') {
      start--;
    }
    return (at - start) % 2 == 1;
  }

  private void endOfText() {
    if (depth == 1) {
      progress |= is(PROGRESS);
      for (String asked : QUESTIONS) {
        question |= is(asked);
      }
    }
  }

  private void colon() {
    if (!expectsKey) {
      return;
    }
    expectsKey = false;
    error |= depth == 1 && is("error");
    result |= depth == 1 && is("result");
    afterError = depth == 2 && is("isError");
  }

  private boolean is(String word) {
    if (length != word.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (key[i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the server showed progress since this was asked last. */
  boolean takeProgress() {
    boolean shown = progress;
    progress = false;
    return shown;
  }

  /** Whether the server asked something since this was asked last. */
  boolean takeQuestion() {
    boolean asked = question;
    question = false;
    return asked;
  }

  /** Whether a result has begun and not ended. */
  boolean inResult() {
    return result;
  }

  Outcome outcome() {
    return error ? Outcome.PROTOCOL : toolError ? Outcome.TOOL : Outcome.OK;
  }
}
