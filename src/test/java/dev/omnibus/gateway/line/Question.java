package dev.omnibus.gateway.line;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks once and keeps what it hears. */
final class Question implements Asker {

  private static final int SECONDS = 10;

  private final String body;
  private final String header;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final CompletableFuture<String> text = new CompletableFuture<>();
  private final boolean patient;

  private Question(String body, String header, boolean patient) {
    this.body = body;
    this.header = header;
    this.patient = patient;
  }

  static Question of(String body) {
    return new Question(body, "value", false);
  }

  static Question withHeader(String value) {
    return new Question("", value, false);
  }

  /** It takes nothing of the body until it is told to. */
  static Question patient(String body) {
    return new Question(body, "value", true);
  }

  @Override
  public Buffer dress(Head head) {
    head.add("X-Test", header);
    return Buffer.buffer(body);
  }

  @Override
  public void answered(Answer young) {
    Buffer all = Buffer.buffer();
    young.handler(all::appendBuffer);
    young.endHandler(end -> text.complete(all.toString()));
    young.exceptionHandler(text::completeExceptionally);
    if (patient) {
      young.pause();
    }
    answer.complete(young);
  }

  @Override
  public void lost(Throwable cause) {
    answer.completeExceptionally(cause);
    text.completeExceptionally(cause);
  }

  Answer answer() throws Exception {
    return answer.get(SECONDS, TimeUnit.SECONDS);
  }

  String text() throws Exception {
    return text.get(SECONDS, TimeUnit.SECONDS);
  }
}
