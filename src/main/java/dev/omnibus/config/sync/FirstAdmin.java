package dev.omnibus.config.sync;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.UserSpec;

/**
 * The admin of a node that made its own {@code access.json}. The application prints the password
 * once, if it still holds after the node has joined its cluster.
 */
public record FirstAdmin(String password, String hash) {

  /** Whether this password opens the door under these rules. */
  public boolean holds(AccessConfig access) {
    UserSpec admin = access.users().get(AdminPassword.ADMIN);
    return admin != null && admin.password().equals(hash);
  }

  @Override
  public String toString() {
    return "FirstAdmin[password=[hidden]]";
  }
}
