package dev.omnibus.harness;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that call tools without a pause until they are told to stop, and note what fails. */
public final class CallLoad implements AutoCloseable {

  /** One call and what its answer must hold. */
  public record Call(JsonObject body, String expected) {}

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> callers = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /** So many callers on one socket to this node, each with one call under way at any time. */
  public CallLoad on(int port, int atOnce, List<Call> calls) throws Exception {
    Operator operator = Operator.admin(port);
    operators.add(operator);
    for (int i = 0; i < atOnce; i++) {
      Call call = calls.get(i % calls.size());
      callers.add(threads.submit(() -> repeat(operator, call)));
    }
    return this;
  }

  private Void repeat(Operator operator, Call call) throws Exception {
    while (!over) {
      JsonObject frame = operator.tryAsk("command.tool.call", call.body());
      if (frame.encode().contains(call.expected())) {
        answered.incrementAndGet();
      } else {
        failures.add(call.body().encode() + " -> " + frame.encode());
      }
    }
    return null;
  }

  public int answered() {
    return answered.get();
  }

  /** Lets the calls under way end, and says what failed. */
  public List<String> stop() throws Exception {
    over = true;
    for (Future<?> caller : callers) {
      caller.get(80, TimeUnit.SECONDS);
    }
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
    operators.forEach(Operator::close);
  }
}
