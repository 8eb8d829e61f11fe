package dev.omnibus.coordinator.ways;

import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.RawCall;
import dev.omnibus.mcp.RawSession;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Parcel;
import dev.omnibus.tracing.TraceHeaders;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What guests say: their requests go to the server, and the answers back to who asked. */
final class FromGuests {

  private static final Logger LOG = LoggerFactory.getLogger(FromGuests.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_PASSAGES = 1_000;

  private final String server;
  private final Present present;
  private final boolean own;
  private final Shared shared;
  private final Apart apart;

  /**
   * @param own whether all guests speak for one session of one agent
   */
  FromGuests(String server, Present present, boolean own, Shared shared) {
    this.server = server;
    this.present = present;
    this.own = own;
    this.shared = shared;
    this.apart = new Apart(this, shared);
  }

  void heard(Guest guest, Buffer bytes) {
    Parcel parcel = Parcel.of(bytes);
    switch (parcel.kind()) {
      case REQUEST -> request(guest, parcel);
      case POST -> posted(guest, Envelope.of(parcel.message()));
      case CANCEL -> givenUp(guest, guest.passage(parcel.flight()), parcel.word());
      case HEAR -> hears(guest, parcel.number() == 1);
      case HOLD -> guest.hold(parcel.flight(), parcel.number() == 1);
      case MESSAGE, RESPONSE, FAILED, RENEWED ->
          LOG.warn("server={} odd {}", server, parcel.kind());
    }
  }

  private void request(Guest guest, Parcel parcel) {
    Envelope request = guest.asked(Envelope.of(parcel.message()));
    Passage passage = guest.begin(parcel.flight(), request, parcel.word());
    if (guest.passages().size() > MOST_PASSAGES) {
      guest.failed(passage, Failure.LIMITED.because("too many requests under way"), false);
    } else if (!apart.answers(guest, passage, request)) {
      RawCall call = new GuestCall(guest, passage, shared.tasks());
      send(guest, passage, request, TraceHeaders.of(request, passage.trace()), call);
    }
  }

  /** To the server, as soon as there is a session, unless nobody wants it any more. */
  void send(
      Guest guest, Passage passage, Envelope request, Map<String, String> headers, RawCall call) {
    present
        .within(PATIENCE)
        .onSuccess(
            ready -> {
              if (guest.passage(passage.flight) == passage) {
                RawSession raw = ready.raw();
                passage.sent(raw, raw.request(request, headers, call));
              }
            })
        .onFailure(why -> guest.failed(passage, why, false));
  }

  private void posted(Guest guest, Envelope message) {
    if (message.isReply()) {
      if (shared.questions().answers(guest, message.id())) {
        present.post(message);
      }
      return;
    }
    switch (message.method()) {
      case "notifications/cancelled" -> cancelled(guest, message);
      case "notifications/initialized" -> LOG.trace("server={} said already", server);
      case "notifications/roots/list_changed" -> {
        if (own) {
          present.post(message);
        }
      }
      default -> present.post(message);
    }
  }

  private void cancelled(Guest guest, Envelope notification) {
    Passage passage = guest.byId(String.valueOf(notification.raw("params", "requestId")));
    String reason = notification.text("params", "reason");
    if (passage != null) {
      passage.cancel(reason == null ? "cancelled" : reason);
      guest.failed(passage, McpException.of(McpException.Kind.CLOSED, "cancelled"), true);
    }
  }

  private void hears(Guest guest, boolean on) {
    guest.hears(on);
    if (on) {
      present.listen();
    }
  }

  /** All that it asked for is given up. */
  void left(Guest guest) {
    List.copyOf(guest.passages()).forEach(passage -> givenUp(guest, passage, "the agent has gone"));
  }

  /** The agent's node does not want to hear any more of it. */
  private static void givenUp(Guest guest, Passage passage, String reason) {
    if (passage != null && guest.drop(passage)) {
      passage.cancel(reason);
    }
  }
}
