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
    for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
      feed(bytes.getByte(i));
    }
  }

  private void feed(byte b) {
    if (inString) {
      text(b);
      return;
    }
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

  private void text(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
      if (depth == 1) {
        progress |= is(PROGRESS);
        question |= QUESTIONS.stream().anyMatch(this::is);
      }
      return;
    }
    if (length < KEY) {
      key[length] = b;
    }
    length++;
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
