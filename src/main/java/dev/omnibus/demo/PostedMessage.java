package dev.omnibus.demo;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A POST whose body was read once, to look into it, and can be read again by the servlet behind.
 */
final class PostedMessage extends HttpServletRequestWrapper {
  private static final int LIMIT = 1024 * 1024;

  private final byte[] body;

  private PostedMessage(HttpServletRequest request, byte[] body) {
    super(request);
    this.body = body;
  }

  /** Null if the body is longer than a message may be. */
  static PostedMessage read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(LIMIT + 1);
    return body.length > LIMIT ? null : new PostedMessage(request, body);
  }

  /** Empty if the body is no JSON object: the servlet behind finds the words for that. */
  Map<String, Object> message() {
    try {
      return Json.object(new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Map.of();
    }
  }

  @Override
  public AsyncContext startAsync() {
    return new OneCompletion(super.startAsync());
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public ServletInputStream getInputStream() {
    var bytes = new ByteArrayInputStream(body);
    return new ServletInputStream() {
      @Override
      public int read() {
        return bytes.read();
      }

      @Override
      public boolean isFinished() {
        return bytes.available() == 0;
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException("the body is read at once");
      }
    };
  }
}
