package dev.omnibus.config;

import java.util.List;

/** Somebody who may sign in. The password is a bcrypt hash and prints as hidden. */
public record UserSpec(String name, String password, List<String> roles, boolean blocked) {

  public UserSpec {
    roles = List.copyOf(roles);
  }

  @Override
  public String toString() {
    return "UserSpec[name=" + name + ", password=[hidden], roles=" + roles + "]";
  }
}
