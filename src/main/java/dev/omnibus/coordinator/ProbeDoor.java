package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.model.Fields;
import dev.omnibus.model.ProbeSample;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Where probes come in for the servers of this node; what each found is in the server's log. */
final class ProbeDoor {

  private final Bus bus;
  private final Fleet fleet;
  private final Samples samples;
  private final Prober prober;
  private final Findings findings;

  ProbeDoor(Bus bus, Fleet fleet, Samples samples, Findings findings) {
    this.bus = bus;
    this.fleet = fleet;
    this.samples = samples;
    this.prober = new Prober(samples);
    this.findings = findings;
  }

  /** Completes when the others can ask. */
  Future<Void> listen() {
    return bus.answerNode(Addresses.PROBE, this::probe).completion();
  }

  /** Always a sample: that there is nothing to probe is one too. */
  private Future<JsonObject> probe(Request request) {
    Fields f = Fields.of(request.body());
    Duration timeout = Duration.ofMillis(f.number("timeoutMs"));
    boolean count = request.body().getBoolean("count", false);
    String server = f.text("server");
    return fleet
        .berth(server)
        .flatMap(Berth::upstream)
        .map(
            upstream ->
                prober
                    .probe(upstream, timeout, count)
                    .onSuccess(sample -> findings.probed(server, sample)))
        .orElseGet(() -> Future.succeededFuture(samples.unlinked("not running here")))
        .map(ProbeSample::toJson);
  }
}
