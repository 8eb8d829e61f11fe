package dev.omnibus.coordinator.trial;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Goes to an address step by step, as a client does before it sends anything: name, connection,
 * TLS. Nothing is sent to it, and it is connected to nowhere else than where its name was found to
 * lead and where the test may go. Blocking; another thread may {@link #hangUp}.
 */
public final class Dial {

  private final URI url;
  private final Path trust;
  private final Reach reach;
  private final long deadline;
  private final Consumer<Step> steps;
  private volatile Socket socket;
  private volatile boolean given;
  private Certificate certificate;

  /**
   * @param trust PEM file with the certificates to trust, null for the platform's
   * @param deadline by {@link System#nanoTime}
   * @param steps hears each phase when it is over
   */
  public Dial(URI url, Path trust, Reach reach, long deadline, Consumer<Step> steps) {
    this.url = url;
    this.trust = trust;
    this.reach = reach;
    this.deadline = deadline;
    this.steps = steps;
  }

  /** What the server showed; null without TLS, or when it did not come so far. */
  public Certificate certificate() {
    return certificate;
  }

  /** Ends whatever is under way. */
  public void hangUp() {
    given = true;
    close(socket);
  }

  /** Where a connection was made that may be used; throws {@link TrialException}. */
  public InetSocketAddress go() {
    List<InetAddress> addresses = resolve();
    try {
      InetSocketAddress place = connect(addresses);
      if (isTls()) {
        shakeHands();
      }
      return place;
    } finally {
      close(socket);
    }
  }

  private boolean isTls() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  private String host() {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private int port() {
    return url.getPort() > 0 ? url.getPort() : isTls() ? 443 : 80;
  }

  private List<InetAddress> resolve() {
    long began = System.nanoTime();
    List<InetAddress> all;
    try {
      all = List.of(InetAddress.getAllByName(host()));
    } catch (UnknownHostException e) {
      throw ended(
          "dns",
          began,
          "dns",
          "no such host: " + host(),
          List.of(
              "Look for a mistake in the name " + host() + ".",
              "The name is looked up on the node that runs the test; names of your own machine or of"
                  + " a private network may be unknown there. Try it there, or give the address itself."));
    }
    List<InetAddress> allowed = all.stream().filter(reach::allows).toList();
    if (allowed.isEmpty()) {
      throw notAllowed(all, began);
    }
    over(
        "dns",
        began,
        all.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", ")));
    return allowed;
  }

  private TrialException notAllowed(List<InetAddress> all, long began) {
    Neighbourhood where = Neighbourhood.of(all.get(0));
    String text = host() + " leads to a " + where.word() + " address, where this test may not go";
    return ended(
        "dns",
        began,
        "not_allowed",
        text,
        List.of(
            "Servers that are not saved are tested only at public addresses, so that nobody reaches into"
                + " this network by Omnibus.",
            "Who runs this node can allow \""
                + where.word()
                + "\" at coordinator.test.allow in conf/omnibus.json.",
            "A server that is saved is tested wherever it is."));
  }

  private InetSocketAddress connect(List<InetAddress> addresses) {
    long began = System.nanoTime();
    TrialException last = null;
    List<String> tried = new ArrayList<>();
    for (InetAddress address : addresses) {
      InetSocketAddress place = new InetSocketAddress(address, port());
      tried.add(address.getHostAddress() + ":" + port());
      try {
        Socket young = new Socket();
        socket = young;
        young.setTcpNoDelay(true);
        young.connect(place, left(addresses.size()));
        over("connect", began, tried.get(tried.size() - 1));
        return place;
      } catch (IOException e) {
        last = unreached(e, String.join(", ", tried));
      }
    }
    steps.accept(new Step("connect", System.nanoTime() - began, false, last.getMessage()));
    throw last;
  }

  private TrialException unreached(IOException cause, String where) {
    if (cause instanceof ConnectException) {
      return new TrialException(
          "connect",
          "refused",
          "connection refused at " + where,
          List.of(
              "Nobody listens there: is the server running, and is the port right?",
              "A server that listens on 127.0.0.1 only, or within a container, is reached from its own"
                  + " machine alone."));
    }
    if (cause instanceof NoRouteToHostException) {
      return new TrialException(
          "connect",
          "unreachable",
          "no route to " + where,
          List.of("The network of the node that ran this test has no way there; ask who runs it."));
    }
    return new TrialException(
        "connect",
        cause instanceof SocketTimeoutException || given ? "timeout" : "unreachable",
        "no connection to " + where + " in time",
        List.of(
            "A firewall that drops packets looks like this: is the port open to the node that ran this"
                + " test?",
            "Is the address right?"));
  }

  private void shakeHands() {
    long began = System.nanoTime();
    Certificate seen = new Certificate(host());
    try {
      SSLSocket tls =
          (SSLSocket)
              seen.context(trust).getSocketFactory().createSocket(socket, host(), port(), true);
      socket = tls;
      tls.setSoTimeout(left(1));
      name(tls);
      tls.startHandshake();
      certificate = seen;
      String session = tls.getSession().getProtocol() + ", " + tls.getSession().getCipherSuite();
      if (seen.trouble() != null) {
        throw ended("tls", began, "tls", seen.trouble(), seen.advice());
      }
      over("tls", began, session);
    } catch (IOException | GeneralSecurityException e) {
      certificate = seen.isSeen() ? seen : null;
      throw ended(
          "tls",
          began,
          e instanceof SocketTimeoutException || given ? "timeout" : "tls",
          TlsWords.of(e, given),
          TlsWords.advice(e, given));
    }
  }

  /** The server may have several certificates; an address is no name. */
  private void name(SSLSocket tls) {
    try {
      SSLParameters parameters = tls.getSSLParameters();
      boolean isName = host().chars().anyMatch(Character::isLetter) && host().indexOf(':') < 0;
      parameters.setServerNames(isName ? List.of(new SNIHostName(host())) : List.of());
      tls.setSSLParameters(parameters);
    } catch (IllegalArgumentException e) {
      // A name that no certificate can have; what the server shows without it is seen then.
    }
  }

  private int left(int shares) {
    long millis = (deadline - System.nanoTime()) / 1_000_000 / shares;
    return (int) Math.max(1, millis);
  }

  private void over(String phase, long began, String detail) {
    steps.accept(new Step(phase, System.nanoTime() - began, true, detail));
  }

  private TrialException ended(
      String phase, long began, String kind, String text, List<String> advice) {
    steps.accept(new Step(phase, System.nanoTime() - began, false, text));
    return new TrialException(phase, kind, text, advice);
  }

  private static void close(Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // it is gone all the same
    }
  }
}
