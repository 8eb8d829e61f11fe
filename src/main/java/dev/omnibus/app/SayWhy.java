package dev.omnibus.app;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Ends a command that failed with one line that says why, not with a stack trace. */
final class SayWhy implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception why, CommandLine line, ParseResult parsed) {
    Throwable cause = why;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    line.getErr().println("omnibus: " + text);
    if (Boolean.getBoolean("omnibus.stacktrace")) {
      why.printStackTrace(line.getErr());
    }
    return 1;
  }
}
