package dev.omnibus.coordinator;

import dev.omnibus.coordinator.life.Withheld;
import dev.omnibus.coordinator.log.Cleaner;
import dev.omnibus.coordinator.trial.Advice;
import dev.omnibus.coordinator.trial.Dial;
import dev.omnibus.coordinator.trial.Reach;
import dev.omnibus.coordinator.trial.Step;
import dev.omnibus.coordinator.trial.TrialException;
import dev.omnibus.coordinator.trial.TrialReport;
import dev.omnibus.mcp.ConnectOptions;
import dev.omnibus.mcp.Endpoint;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.Lookout;
import dev.omnibus.mcp.McpConnector;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.SseEndpoint;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * One test of a connection, from the name of the host to the lists of the server, in a session of
 * its own that ends with it. Whatever comes of it is a report, never a failure.
 */
final class Trial {

  /** What a name that nobody answers for may take beyond the deadline, until it is given up. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final McpConnector connector;
  private final Callable<Endpoint> place;
  private final ServerSpec spec;
  private final Reach reach;
  private final long end;
  private final TrialReport seen;
  private final LastWords lastWords;
  private final Look look;

  /** When the phase began that is under way. */
  private long began = System.nanoTime();

  /** What of it holds a thread, or is a program that is being ended. */
  private Future<?> holding = Future.succeededFuture();

  private boolean answered;
  private String contentType;

  /**
   * @param place where the server is, or which program it is; asked for on a worker
   * @param reach where it may connect to
   * @param withheld what of it may not be called
   * @param canary {@code {"tool":"echo","arguments":{}}}, or null for none
   */
  Trial(
      Vertx vertx,
      WorkerExecutor worker,
      McpConnector connector,
      Callable<Endpoint> place,
      Cleaner cleaner,
      ServerSpec spec,
      Reach reach,
      Withheld withheld,
      JsonObject canary,
      Duration limit) {
    this.vertx = vertx;
    this.worker = worker;
    this.connector = connector;
    this.place = place;
    this.spec = spec;
    this.reach = reach;
    this.end = System.nanoTime() + limit.toNanos();
    this.seen = new TrialReport(cleaner);
    this.look = new Look(Replica.server(spec.name()), withheld, canary, seen, end);
    this.lastWords = new LastWords(System::nanoTime, cleaner.mask());
  }

  Future<JsonObject> run() {
    return open()
        .compose(session -> look.at(session).onComplete(done -> session.close()))
        .transform(
            done -> {
              if (done.failed()) {
                seen.failed(explained(done.cause()));
              }
              return Future.succeededFuture(seen.report(spec.transport()));
            });
  }

  /**
   * Completes when it holds no thread any more, which a name server may delay, and no program that
   * does not want to end.
   */
  Future<?> released() {
    return holding;
  }

  /** One that is saved and has both runs already: it is looked at where it answers. */
  private Future<McpSession> open() {
    return worker
        .executeBlocking(place, false)
        .compose(where -> where.kind() == TransportKind.STDIO ? start(where) : dial(where));
  }

  private Future<McpSession> start(Endpoint where) {
    seen.target(where.label());
    return connected(where, "start");
  }

  private Future<McpSession> dial(Endpoint where) {
    HttpEndpoint http = where instanceof SseEndpoint sse ? sse.at() : (HttpEndpoint) where;
    seen.target(where.label());
    Dial dial = new Dial(http.url(), http.trustCertificates(), reach, end, seen::step);
    long timer = vertx.setTimer(left().toMillis(), id -> dial.hangUp());
    Future<InetSocketAddress> place = worker.executeBlocking(dial::go, false);
    holding = place;
    return place
        .timeout(left().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(done -> vertx.cancelTimer(timer))
        .onComplete(done -> seen.certificate(dial.certificate()))
        .recover(cause -> Future.failedFuture(dialled(cause)))
        .compose(found -> connected(watched(where, http, found), "initialize"));
  }

  private static Throwable dialled(Throwable cause) {
    return cause instanceof TrialException
        ? cause
        : new TrialException(
            "dns",
            "timeout",
            "nobody said in time where that host is",
            List.of("The name servers of the node that ran this test do not answer."));
  }

  private Endpoint watched(Endpoint where, HttpEndpoint http, InetSocketAddress place) {
    HttpEndpoint watched = http.watched(new Lookout(place, this::head));
    return where instanceof SseEndpoint ? new SseEndpoint(watched) : watched;
  }

  private void head(long nanos, int status, String type) {
    contentType = type;
    if (!answered) {
      answered = true;
      String what = type == null ? "" : " " + type;
      seen.step(new Step("first_byte", nanos, true, "HTTP " + status + what));
    }
  }

  private Future<McpSession> connected(Endpoint where, String phase) {
    began = System.nanoTime();
    Duration limit = left();
    Future<McpSession> connecting =
        connector.connect(where, new ConnectOptions(limit, lastWords.before(seen), null));
    holding = connecting.otherwiseEmpty();
    Promise<McpSession> session = Promise.promise();
    connecting.onFailure(session::tryFail).onSuccess(young -> handOver(young, session));
    long timer = vertx.setTimer(limit.toMillis(), late -> session.tryFail(tooLate(limit)));
    return session
        .future()
        .onComplete(done -> vertx.cancelTimer(timer))
        .onSuccess(young -> opened(young, phase));
  }

  /** The report does not wait for the end of what did not answer. */
  private static void handOver(McpSession young, Promise<McpSession> session) {
    if (!session.tryComplete(young)) {
      young.close();
    }
  }

  private McpException tooLate(Duration limit) {
    String said = seen.heardStdout() ? ", but lines that are not JSON-RPC" : "";
    return McpException.of(Kind.TIMEOUT, "no session within " + limit.toMillis() + " ms" + said);
  }

  private void opened(McpSession session, String phase) {
    over(phase, true, session.protocolVersion());
    seen.session(session);
    if (session.transport() != spec.transport()) {
      seen.warn(
          "It answers by HTTP+SSE only; \"type\": \"sse\" spares it a question that it does not know.");
    }
  }

  private void over(String phase, boolean ok, String detail) {
    seen.step(new Step(phase, System.nanoTime() - began, ok, detail));
  }

  private TrialException explained(Throwable cause) {
    if (cause instanceof TrialException known) {
      return known;
    }
    if (!(cause instanceof McpException mcp)) {
      return new TrialException(
          "definition",
          "definition",
          String.valueOf(cause.getMessage()),
          List.of("What the definition refers to is not there on the node that ran this test."));
    }
    McpException said = lastWords.explain(mcp);
    boolean http = spec.url() != null;
    String phase = !http ? "start" : answered ? "initialize" : "first_byte";
    boolean mute = http && !answered && mcp.kind() == Kind.TIMEOUT;
    over(phase, false, seen.clean(mute ? "no answer in time" : said.getMessage()));
    return new TrialException(
        phase,
        mcp.kind().name().toLowerCase(Locale.ROOT),
        said.getMessage(),
        new Advice(spec, contentType, seen.heardStdout()).on(mcp));
  }

  private Duration left() {
    return Deadline.left(end);
  }
}
