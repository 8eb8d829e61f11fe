package dev.omnibus.coordinator;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates as servers show them, good and bad, made by the JDK's keytool in a folder. */
final class Certificates {

  private static final String PASSWORD = "changeit";

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /** One that signed itself, unless more arguments of keytool say otherwise. */
  Certificates with(String name, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name));
    command.addAll(List.of("-alias", name, "-keystore", store().toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes());
    if (keytool.waitFor() != 0) {
      throw new IOException(said);
    }
    return this;
  }

  /** The PEM file of one. */
  Path pem(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      store.load(in, PASSWORD.toCharArray());
    }
    String text = Base64.getMimeEncoder().encodeToString(store.getCertificate(name).getEncoded());
    return Files.writeString(
        folder.resolve(name + ".pem"),
        "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }

  /** A server that shows it. */
  HttpServerOptions https(String name) {
    PfxOptions keys =
        new PfxOptions().setPath(store().toString()).setPassword(PASSWORD).setAlias(name);
    return new HttpServerOptions().setSsl(true).setKeyCertOptions(keys);
  }

  private Path store() {
    return folder.resolve("all.p12");
  }
}
