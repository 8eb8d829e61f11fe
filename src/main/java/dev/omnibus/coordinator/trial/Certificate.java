package dev.omnibus.coordinator.trial;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificate that a server shows, and whether it is trusted: by the platform, or by a file.
 * The handshake goes on either way, so that all of it can be shown; nothing is sent after it.
 *
 * <p>{@code {"subject":"CN=mcp.example.com","issuer":"CN=R11,O=Let's
 * Encrypt","names":["mcp.example.com"],
 * "from":"...","until":"...","daysLeft":61,"trusted":true,"chain":2}}
 */
public final class Certificate extends X509ExtendedTrustManager {

  private static final int MOST_NAMES = 50;

  private final String host;
  private X509ExtendedTrustManager judge;
  private X509Certificate[] chain;
  private String trouble;
  private List<String> advice = List.of();

  Certificate(String host) {
    this.host = host;
  }

  /** A context that looks, and does not refuse. */
  SSLContext context(Path trust) throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trust == null ? null : store(trust));
    judge = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {this}, new SecureRandom());
    return context;
  }

  private static KeyStore store(Path pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends java.security.cert.Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      for (java.security.cert.Certificate one : all) {
        store.setCertificateEntry("trusted-" + store.size(), one);
      }
    }
    return store;
  }

  boolean isSeen() {
    return chain != null;
  }

  /** Why it is not trusted, or null. */
  String trouble() {
    return trouble;
  }

  List<String> advice() {
    return advice;
  }

  /** How long it is good. */
  public long daysLeft() {
    return Duration.between(Instant.now(), chain[0].getNotAfter().toInstant()).toDays();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType, Socket socket) {
    chain = shown;
    judge(authType, (SSLSocket) socket);
  }

  private void judge(String authType, SSLSocket socket) {
    try {
      judge.checkServerTrusted(chain, authType);
    } catch (CertificateException e) {
      if (Arrays.stream(chain).allMatch(this::isInTime)) {
        untrusted(e);
      }
      return;
    }
    named(authType, socket);
  }

  private boolean isInTime(X509Certificate one) {
    String who = one == chain[0] ? "the certificate" : "a certificate above it (" + name(one) + ")";
    try {
      one.checkValidity();
      return true;
    } catch (CertificateExpiredException e) {
      trouble = who + " expired at " + one.getNotAfter().toInstant();
      advice = List.of("Who runs the server has to renew it.");
    } catch (CertificateNotYetValidException e) {
      trouble = who + " is not good before " + one.getNotBefore().toInstant();
      advice = List.of("Is the clock right, here and there?");
    }
    return false;
  }

  private void untrusted(CertificateException cause) {
    if (isSelfSigned()) {
      trouble = "the certificate is signed by itself, and by nobody who is trusted";
      advice =
          List.of(
              "If it is the server's own, save it as a PEM file and name that as trustCertificates.");
    } else if (chain.length == 1) {
      trouble = "the certificate is signed by " + issuer() + ", who is not trusted";
      advice =
          List.of(
              "The server shows no certificate between its own and one that is trusted: it may have to"
                  + " send the whole chain.",
              "If an authority of your own signed it, name its PEM file as trustCertificates.");
    } else {
      trouble = "nobody who is trusted signed the certificate: " + reason(cause);
      advice =
          List.of("If an authority of your own signed it, name its PEM file as trustCertificates.");
    }
  }

  /** Only what is trusted else can be found to belong to another host. */
  private void named(String authType, SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    try {
      judge.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      trouble = "the certificate is not for " + host + " but for " + String.join(", ", names());
      advice =
          List.of(
              "Write the name that the certificate is for, or have it made for " + host + " too.");
    } finally {
      parameters.setEndpointIdentificationAlgorithm(null);
      socket.setSSLParameters(parameters);
    }
  }

  private boolean isSelfSigned() {
    return chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal());
  }

  private String issuer() {
    return chain[0].getIssuerX500Principal().getName();
  }

  private static String name(X509Certificate one) {
    return one.getSubjectX500Principal().getName();
  }

  private static String reason(CertificateException cause) {
    String text = String.valueOf(cause.getMessage());
    return text.substring(text.lastIndexOf(": ") + 1).strip();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = chain[0].getSubjectAlternativeNames();
      if (all != null) {
        all.stream().limit(MOST_NAMES).forEach(one -> names.add(String.valueOf(one.get(1))));
      }
    } catch (CertificateParsingException e) {
      names.add("names that cannot be read");
    }
    return names.isEmpty() ? List.of(name(chain[0])) : names;
  }

  /**
   * @param clean makes the words of a stranger harmless
   */
  JsonObject toJson(UnaryOperator<String> clean) {
    JsonObject json =
        new JsonObject()
            .put("subject", clean.apply(name(chain[0])))
            .put("issuer", clean.apply(issuer()))
            .put("names", new JsonArray(names().stream().map(clean).toList()))
            .put("from", chain[0].getNotBefore().toInstant().toString())
            .put("until", chain[0].getNotAfter().toInstant().toString())
            .put("daysLeft", daysLeft())
            .put("chain", chain.length)
            .put("trusted", trouble == null);
    return trouble == null ? json : json.put("why", clean.apply(trouble));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType, SSLEngine engine) {
    throw new IllegalStateException("it looks at sockets");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType) {
    throw new IllegalStateException("it looks at sockets");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("no client comes here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no client comes here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType)
      throws CertificateException {
    throw new CertificateException("no client comes here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
