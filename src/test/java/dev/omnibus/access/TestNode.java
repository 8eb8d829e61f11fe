package dev.omnibus.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.KeySpec;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.RoleSpec;
import dev.omnibus.config.UserSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The access floor of one node, with real parts and a clock that stands still. */
public final class TestNode {

  public static final String KEY = "omk_for-tests";
  public static final String OTHER_ORIGIN = "https://ops.example.org";

  public static final String PASSWORD = "open sesame";

  /** Hashed with the least work, so that tests are quick. */
  private static final String HASH =
      BCrypt.withDefaults().hashToString(BCrypt.MIN_COST, PASSWORD.toCharArray());

  public final TestClock clock = new TestClock();
  public final LiveConfig live;
  public final Bus bus;
  public final Access access;
  public final BlockingQueue<JsonObject> revoked = new LinkedBlockingQueue<>();
  public final BlockingQueue<JsonObject> refused = new LinkedBlockingQueue<>();

  public TestNode(Vertx vertx, Path data) {
    this(vertx, data, identity(new JsonObject()));
  }

  public TestNode(Vertx vertx, Path data, IdentityConfig config) {
    live = new LiveConfig(Map.of(), config());
    bus = new Bus(vertx, "n1@test0", clock);
    bus.hear(Addresses.EVENT_ACCESS_REVOKED, event -> revoked.add(event.getJsonObject("data")));
    bus.hear(Addresses.EVENT_ACCESS_REFUSED, event -> refused.add(event.getJsonObject("data")));
    access = Wait.until(Access.open(vertx, bus, live, config, data, clock));
  }

  public static IdentityConfig identity(JsonObject wishes) {
    return IdentityConfig.fromJson(
        new JsonObject().put("origins", new JsonArray().add(OTHER_ORIGIN)).mergeIn(wishes));
  }

  public static AccessConfig config() {
    RoleSpec viewer =
        new RoleSpec(
            List.of("query.*"), List.of("event.server.*"), Map.of("files", List.of("read*")));
    return new AccessConfig(
        Map.of("viewer", viewer),
        Map.of(
            "ann", new UserSpec("ann", HASH, List.of("viewer"), false),
            "eve", new UserSpec("eve", HASH, List.of("viewer"), true)),
        Map.of("ci", new KeySpec("ci", Keys.sha256(KEY), List.of("viewer"), false)));
  }

  /** The same with ann blocked. */
  public void blockAnn() {
    AccessConfig now = live.access();
    UserSpec ann = new UserSpec("ann", HASH, List.of("viewer"), true);
    live.apply(new AccessConfig(now.roles(), Map.of("ann", ann), now.keys()));
  }

  /** The same with a role for whoever shows nothing. */
  public void welcomeAnonymous() {
    AccessConfig now = live.access();
    Map<String, RoleSpec> roles = new HashMap<>(now.roles());
    roles.put("anonymous", roles.get("viewer"));
    live.apply(new AccessConfig(roles, now.users(), now.keys()));
  }

  /** The next event, waited for. */
  public static JsonObject next(BlockingQueue<JsonObject> events) {
    try {
      JsonObject event = events.poll(60, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event in time");
      }
      return event;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
