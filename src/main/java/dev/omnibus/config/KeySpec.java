package dev.omnibus.config;

import java.util.List;

/** A program's key, known by the SHA-256 of its text in hexadecimal. */
public record KeySpec(String name, String sha256, List<String> roles, boolean blocked) {

  public KeySpec {
    roles = List.copyOf(roles);
  }

  @Override
  public String toString() {
    return "KeySpec[name=" + name + ", sha256=[hidden], roles=" + roles + "]";
  }
}
