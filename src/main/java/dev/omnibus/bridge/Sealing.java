package dev.omnibus.bridge;

import dev.omnibus.bridge.hub.Event;
import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.BridgeConfig.Sealed;
import dev.omnibus.contract.Sensitive;
import dev.omnibus.sealed.KeyOffer;
import dev.omnibus.sealed.SealedTalk;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * What of one socket is sealed: the events, requests and answers of {@link Addresses#SENSITIVE},
 * from when its client has offered a key. Touched on the socket's loop only.
 *
 * <p>A sealed body: {@code {"node":"n1@k3f9","seq":42,"sealed":"..."}} of an event, {@code
 * {"sealed":"..."}} of a request or an answer.
 */
final class Sealing {

  static final String FIRST =
      "this address is sealed here: offer a key at " + Addresses.BRIDGE_SEAL + " first";

  private static final String BODY = "sealed";

  private final boolean required;
  private final Dialect dialect;
  private SealedTalk talk;

  Sealing(Sealed sealed, Dialect dialect) {
    this.required = sealed == Sealed.REQUIRED;
    this.dialect = dialect;
  }

  /** {@code {"key":".."}} to the node's own; an IllegalArgumentException when it is none. */
  JsonObject begin(JsonObject body) {
    if (talk != null) {
      throw new IllegalArgumentException("this socket is sealed already");
    }
    if (!(body.getValue("key") instanceof String key)) {
      throw new IllegalArgumentException("missing 'key'");
    }
    KeyOffer.check(key); // costs little; a key of ours does not
    KeyOffer offer = new KeyOffer();
    talk = offer.withClient(key);
    return new JsonObject().put("key", offer.publicKey());
  }

  /** Whether the client has to offer a key before it may hear this. */
  boolean lacks(String address) {
    return required && talk == null && Addresses.SENSITIVE.contains(address);
  }

  /** The same for a request, which must not come plain either. */
  boolean lacks(ClientFrame frame) {
    return required
        && concerns(frame)
        && (talk == null
            || Addresses.SENSITIVE.contains(frame.address()) && !frame.body().containsKey(BODY));
  }

  /** Whether events of this address leave sealed. */
  boolean covers(String address) {
    return Addresses.SENSITIVE.contains(address) && talk != null;
  }

  private boolean covers(ClientFrame frame) {
    return talk != null && concerns(frame);
  }

  private static boolean concerns(ClientFrame frame) {
    return Sensitive.concerns(frame.address(), frame.body());
  }

  /** Sealed anew for this socket, each time it is asked for. */
  Event.Form form() {
    return new Event.Form() {
      @Override
      public Packet encode(Event event) {
        return sealed(event);
      }

      @Override
      public boolean isForOne() {
        return true;
      }
    };
  }

  private Packet sealed(Event event) {
    String about = SealedTalk.event(event.address(), event.node(), event.seq());
    JsonObject body =
        new JsonObject()
            .put("node", event.node())
            .put("seq", event.seq())
            .put(BODY, talk.close(event.text(), about));
    return ServerFrames.reply(dialect, event.address(), body);
  }

  /** The request in clear; an IllegalArgumentException when what is sealed is not this request. */
  ClientFrame opened(ClientFrame frame) {
    if (talk == null
        || !Addresses.SENSITIVE.contains(frame.address())
        || !(frame.body().getValue(BODY) instanceof String text)) {
      return frame;
    }
    String plain = talk.open(text, SealedTalk.request(frame.address(), frame.returnAddress()));
    try {
      return frame.with(new JsonObject(plain));
    } catch (DecodeException e) {
      throw new IllegalArgumentException("what is sealed is no object");
    }
  }

  JsonObject reply(ClientFrame frame, JsonObject body) {
    return covers(frame) ? closed(frame, body) : body;
  }

  /** What a server says of its failure is sealed too; the row of the table is not. */
  JsonObject failure(ClientFrame frame, JsonObject error) {
    if (!covers(frame)) {
      return error;
    }
    JsonObject told = new JsonObject().put("message", error.getString("message"));
    return error
        .put("message", Failure.of(error.getInteger("failureCode")).sentence())
        .mergeIn(closed(frame, told));
  }

  private JsonObject closed(ClientFrame frame, JsonObject body) {
    String about = SealedTalk.reply(frame.returnAddress());
    return new JsonObject().put(BODY, talk.close(body.encode(), about));
  }
}
