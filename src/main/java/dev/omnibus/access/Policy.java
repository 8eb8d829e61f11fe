package dev.omnibus.access;

import dev.omnibus.bus.Addresses;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.IssuerSpec;
import dev.omnibus.config.KeySpec;
import dev.omnibus.config.RoleSpec;
import dev.omnibus.config.UserSpec;
import dev.omnibus.model.Glob;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * May this caller do this? What no role of the caller allows is refused. Roles are looked up at
 * each question, so a change acts at once; the address, the server and the tool must be allowed by
 * the same role, so that two narrow roles never add up to a broad one.
 */
public final class Policy {

  static final String KEY_PREFIX = "key:";

  /** The role of whoever shows nothing; without it nobody gets in like that. */
  private static final String ANONYMOUS = "anonymous";

  /** How such a caller is called; no user and no key can have this name. */
  static final String NOBODY = "role:" + ANONYMOUS;

  /** Before the name of an issuer and of its caller. */
  static final String ISSUED = "jwt:";

  private final Supplier<AccessConfig> access;

  public Policy(Supplier<AccessConfig> access) {
    this.access = access;
  }

  /** Whether so is called who shows nothing, so that many may be behind one name. */
  public static boolean isAnonymous(String user) {
    return NOBODY.equals(user);
  }

  /** Whether the caller may ask this command or query with this body (which may be null). */
  public boolean mayRequest(Caller caller, String address, JsonObject body) {
    if (!Addresses.COMMANDS.contains(address) && !Addresses.QUERIES.contains(address)) {
      return false;
    }
    return anyRole(
        caller, role -> Glob.matchesAny(role.requests(), address) && covers(role, address, body));
  }

  /** Whether the caller may hear this event at all. */
  public boolean mayHear(Caller caller, String address) {
    return Addresses.EVENTS.contains(address)
        && anyRole(caller, role -> Glob.matchesAny(role.events(), address));
  }

  /** Whether the caller may hear this event about this server. */
  public boolean mayHear(Caller caller, String address, String server) {
    return Addresses.EVENTS.contains(address)
        && anyRole(caller, role -> Glob.matchesAny(role.events(), address) && sees(role, server));
  }

  /** The same for whoever has these roles now. */
  public boolean mayHear(Set<String> roles, String address) {
    return Addresses.EVENTS.contains(address)
        && anyRole(access.get(), roles, role -> Glob.matchesAny(role.events(), address));
  }

  /** The same for whoever has these roles now. */
  public boolean mayHear(Set<String> roles, String address, String server) {
    return Addresses.EVENTS.contains(address)
        && anyRole(
            access.get(),
            roles,
            role -> Glob.matchesAny(role.events(), address) && sees(role, server));
  }

  /** The roles of this caller now; none when it is unknown or blocked. */
  public Set<String> rolesOf(Caller caller) {
    return standing(caller).orElse(Set.of());
  }

  /** The same; empty when the caller is unknown or blocked. */
  Optional<Set<String>> standing(Caller caller) {
    return roleNames(access.get(), caller).map(Set::copyOf);
  }

  /** Whether the server exists for this caller. */
  public boolean maySee(Caller caller, String server) {
    return anyRole(caller, role -> sees(role, server));
  }

  /** Whether the caller may call this tool of this server. */
  public boolean mayCall(Caller caller, String server, String tool) {
    return anyRole(caller, role -> calls(role, server, tool));
  }

  /** Whether the caller may call whatever this server has. */
  public boolean mayCallAll(Caller caller, String server) {
    return anyRole(
        caller,
        role ->
            role.servers().entrySet().stream()
                .filter(entry -> Glob.matches(entry.getKey(), server))
                .anyMatch(entry -> entry.getValue().contains("*")));
  }

  /** The commands and queries that some role of the caller names. */
  public List<String> requests(Caller caller) {
    return Stream.concat(Addresses.COMMANDS.stream(), Addresses.QUERIES.stream())
        .filter(address -> anyRole(caller, role -> Glob.matchesAny(role.requests(), address)))
        .toList();
  }

  /** The events that some role of the caller names. */
  public List<String> events(Caller caller) {
    return Addresses.EVENTS.stream().filter(address -> mayHear(caller, address)).toList();
  }

  /** The roles this user or key has now; empty when it is unknown or blocked. */
  Optional<Set<String>> rolesOf(String user) {
    AccessConfig now = access.get();
    return roleNames(now, user).map(Set::copyOf);
  }

  private boolean anyRole(Caller caller, Predicate<RoleSpec> allows) {
    AccessConfig now = access.get();
    return anyRole(now, roleNames(now, caller).orElse(List.of()), allows);
  }

  private static boolean anyRole(
      AccessConfig now, Collection<String> names, Predicate<RoleSpec> allows) {
    for (String name : names) {
      RoleSpec role = now.roles().get(name);
      if (role != null && allows.test(role)) {
        return true;
      }
    }
    return false;
  }

  /** What a token of an issuer gave is had as long as that issuer may give it. */
  private static Optional<List<String>> roleNames(AccessConfig now, Caller caller) {
    String user = caller.user();
    if (!user.startsWith(ISSUED)) {
      return roleNames(now, user);
    }
    String name = user.substring(ISSUED.length(), user.indexOf(':', ISSUED.length()));
    return Optional.ofNullable(now.issuers().get(name))
        .map(IssuerSpec::grants)
        .map(grants -> caller.roles().stream().filter(grants::contains).toList());
  }

  private static Optional<List<String>> roleNames(AccessConfig now, String user) {
    if (user.startsWith(KEY_PREFIX)) {
      return Optional.ofNullable(now.keys().get(user.substring(KEY_PREFIX.length())))
          .filter(key -> !key.blocked())
          .map(KeySpec::roles);
    }
    if (user.equals(NOBODY)) {
      return now.roles().containsKey(ANONYMOUS)
          ? Optional.of(List.of(ANONYMOUS))
          : Optional.empty();
    }
    return Optional.ofNullable(now.users().get(user))
        .filter(known -> !known.blocked())
        .map(UserSpec::roles);
  }

  private static boolean covers(RoleSpec role, String address, JsonObject body) {
    if (body != null && body.containsKey("servers") && !coversAll(role, body.getValue("servers"))) {
      return false;
    }
    Object server = body == null ? null : body.getValue("server");
    if (address.equals(Addresses.COMMAND_TOOL_CALL)) {
      return server instanceof String name
          && body.getValue("tool") instanceof String tool
          && calls(role, name, tool);
    }
    return server == null || server instanceof String name && sees(role, name);
  }

  /**
   * Of a list each exact name must be there for the role; what a glob matches is narrowed to that
   * by whoever looks it up.
   */
  private static boolean coversAll(RoleSpec role, Object servers) {
    return servers instanceof JsonArray list
        && list.stream()
            .allMatch(
                one -> one instanceof String name && (name.endsWith("*") || sees(role, name)));
  }

  private static boolean sees(RoleSpec role, String server) {
    return Glob.matchesAny(role.servers().keySet(), server);
  }

  private static boolean calls(RoleSpec role, String server, String tool) {
    for (Map.Entry<String, List<String>> entry : role.servers().entrySet()) {
      if (Glob.matches(entry.getKey(), server) && Glob.matchesAny(entry.getValue(), tool)) {
        return true;
      }
    }
    return false;
  }
}
