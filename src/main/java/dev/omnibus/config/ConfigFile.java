package dev.omnibus.config;

import java.util.Arrays;

/** The files of {@code conf/}. */
public enum ConfigFile {
  /** What this node is; every node has its own. */
  OMNIBUS("omnibus.json", false),
  /** The fleet; the same on all nodes. */
  SERVERS("servers.json", true),
  /** Who may do what; the same on all nodes. */
  ACCESS("access.json", true);

  private final String fileName;
  private final boolean shared;

  ConfigFile(String fileName, boolean shared) {
    this.fileName = fileName;
    this.shared = shared;
  }

  /** Its name in {@code conf/} and on the wire. */
  public String fileName() {
    return fileName;
  }

  /** Whether all nodes of the cluster keep the same text. */
  public boolean shared() {
    return shared;
  }

  /** Its schema as a resource of the jar. */
  public String schema() {
    return "/schemas/" + fileName.replace(".json", ".schema.json");
  }

  /** Reads the wire name; another one is an {@link IllegalArgumentException}. */
  public static ConfigFile of(String fileName) {
    return Arrays.stream(values())
        .filter(file -> file.fileName.equals(fileName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'file' is none of omnibus.json, servers.json, " + "access.json"));
  }
}
