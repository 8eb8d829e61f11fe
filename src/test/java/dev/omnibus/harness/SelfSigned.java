package dev.omnibus.harness;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JksOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A certificate that nobody has signed but itself, in a key store of its own. */
public final class SelfSigned {

  private static final String PASSWORD = "changeit";

  private final Path store;

  private SelfSigned(Path store) {
    this.store = store;
  }

  /** Makes one for {@code 127.0.0.1}, so that only its signer is wrong with it. */
  public static SelfSigned in(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("self-signed.jks");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-J-XX:TieredStopAtLevel=1",
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=t",
            "-ext",
            "san=ip:127.0.0.1",
            "-alias",
            "t",
            "-storetype",
            "JKS",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD,
            "-keypass",
            PASSWORD);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes());
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
    return new SelfSigned(store);
  }

  public HttpServerOptions https() {
    JksOptions keys = new JksOptions().setPath(store.toString()).setPassword(PASSWORD);
    return new HttpServerOptions().setSsl(true).setKeyCertOptions(keys);
  }
}
