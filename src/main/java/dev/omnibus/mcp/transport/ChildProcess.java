package dev.omnibus.mcp.transport;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import com.zaxxer.nuprocess.internal.LibC;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running program with its three pipes, read and written by one shared epoll thread. It knows
 * bytes and signals only; its callbacks come on that thread and must be short.
 */
final class ChildProcess extends NuAbstractProcessHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  private static final int MAX_UNREAD_BYTES = 32 * 1024 * 1024;

  private final boolean ownGroup;
  private final String mark;
  private final Consumer<ByteBuffer> stdout;
  private final Consumer<ByteBuffer> stderr;
  private final Queue<ByteBuffer> toWrite = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unwritten = new AtomicInteger();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Integer> reaped = new CompletableFuture<>();
  private volatile NuProcess process;

  private ChildProcess(Program program, Consumer<ByteBuffer> stdout, Consumer<ByteBuffer> stderr) {
    this.ownGroup = program.ownGroup();
    this.mark = program.env().get(Marked.VARIABLE);
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** Forks and executes: some milliseconds, so not on an event loop. */
  static ChildProcess start(
      Program program, Consumer<ByteBuffer> stdout, Consumer<ByteBuffer> stderr) {
    ChildProcess child = new ChildProcess(program, stdout, stderr);
    NuProcessBuilder builder = new NuProcessBuilder(program.command(), program.env());
    builder.setCwd(program.cwd());
    builder.setProcessListener(child);
    child.process = builder.start();
    if (child.process == null) {
      throw McpException.of(Kind.SPAWN_FAILED, "cannot start " + program.command().get(0));
    }
    child.watch();
    return child;
  }

  int pid() {
    return process.getPID();
  }

  /** False when the program has not read what was written before. */
  boolean write(byte[] bytes) {
    if (unwritten.addAndGet(bytes.length) > MAX_UNREAD_BYTES) {
      unwritten.addAndGet(-bytes.length);
      return false;
    }
    toWrite.add(ByteBuffer.wrap(bytes));
    try {
      process.wantWrite();
    } catch (IllegalStateException ended) {
      // It ended a moment ago; whoever waits for an answer is about to be told.
      LOG.debug("pid={} takes no more input", pid());
    }
    return true;
  }

  void closeStdin() {
    process.closeStdin(true);
  }

  void terminate() {
    signal(LibC.SIGTERM);
  }

  void kill() {
    signal(LibC.SIGKILL);
  }

  /** Those it started and that have not left it, looked up now: reads /proc, so it blocks. */
  List<ProcessHandle> descendants() {
    return ProcessHandle.of(pid()).stream().flatMap(ProcessHandle::descendants).toList();
  }

  /** Ends what is left of it, wherever that has gone: reads /proc, so it blocks. */
  int killLeftovers() {
    return mark == null ? 0 : Marked.kill(mark);
  }

  /** The program has ended, its pipes may still be open. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Exit code or signal number; nothing of the process is left. */
  CompletableFuture<Integer> reaped() {
    return reaped;
  }

  @Override
  public void onStdout(ByteBuffer buffer, boolean closed) {
    stdout.accept(buffer);
  }

  @Override
  public void onStderr(ByteBuffer buffer, boolean closed) {
    stderr.accept(buffer);
  }

  @Override
  public boolean onStdinReady(ByteBuffer buffer) {
    ByteBuffer head = toWrite.peek();
    while (head != null && buffer.hasRemaining()) {
      int count = Math.min(head.remaining(), buffer.remaining());
      buffer.put(head.slice().limit(count));
      head.position(head.position() + count);
      unwritten.addAndGet(-count);
      if (!head.hasRemaining()) {
        toWrite.remove();
        head = toWrite.peek();
      }
    }
    buffer.flip();
    return head != null;
  }

  @Override
  public void onExit(int code) {
    reaped.complete(code);
    ended.complete(null);
  }

  /**
   * A descendant that holds the pipes open hides the end of its parent from the epoll thread, so
   * the end is watched for as well, and what is left of the group goes with its leader.
   */
  private void watch() {
    ProcessHandle.of(pid())
        .ifPresent(
            handle ->
                handle
                    .onExit()
                    .thenRun(
                        () -> {
                          signalGroup(LibC.SIGKILL);
                          ended.complete(null);
                        }));
  }

  private void signal(int number) {
    // A child killed before setsid ran has no group yet.
    if (!signalGroup(number) && !reaped.isDone()) {
      LibC.kill(pid(), number);
    }
  }

  private boolean signalGroup(int number) {
    return ownGroup && LibC.kill(-pid(), number) == 0;
  }
}
