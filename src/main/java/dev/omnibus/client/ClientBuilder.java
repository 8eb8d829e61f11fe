package dev.omnibus.client;

import java.net.URI;
import java.util.List;
import java.util.Objects;

/** What a client is made of; see {@link OmnibusClient#at}. */
public final class ClientBuilder {

  private final List<URI> nodes;
  private Credentials credentials;
  private Watcher watcher = new Watcher() {};
  private boolean byTicket;
  private String name = "omnibus-client";

  ClientBuilder(List<URI> nodes) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("no node is named");
    }
    this.nodes = List.copyOf(nodes);
  }

  /** Who the client is. */
  public ClientBuilder as(Credentials who) {
    credentials = who;
    return this;
  }

  /** Who wants to know how the connection fares. */
  public ClientBuilder watchedBy(Watcher who) {
    watcher = who;
    return this;
  }

  /**
   * Shows a one-time ticket where the socket is opened instead of the token itself, for proxies
   * that pass no {@code Authorization} header on there.
   */
  public ClientBuilder byTicket() {
    byTicket = true;
    return this;
  }

  /**
   * What others see this program as, a word of letters, digits, {@code -}, {@code _}, {@code .}.
   */
  public ClientBuilder named(String program) {
    name = program;
    return this;
  }

  /** The client, which begins to connect. */
  public OmnibusClient open() {
    Objects.requireNonNull(credentials, "say who the client is: as(Credentials)");
    OmnibusClient client = new OmnibusClient(this);
    client.connect();
    return client;
  }

  List<URI> nodes() {
    return nodes;
  }

  Credentials credentials() {
    return credentials;
  }

  Watcher watcher() {
    return watcher;
  }

  String name() {
    return name;
  }

  boolean isByTicket() {
    return byTicket;
  }
}
