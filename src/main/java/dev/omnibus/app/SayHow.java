package dev.omnibus.app;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Ends a command that was misspelt with one line, and where to read on, not with the whole help.
 */
final class SayHow implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine line = wrong.getCommandLine();
    boolean root = line.getParent() == null;
    line.getErr().println("omnibus: " + what(wrong, root));
    line.getErr()
        .println("./omnibus help " + (root ? "" : line.getCommandName() + " ") + "says how");
    return CommandLine.ExitCode.USAGE;
  }

  private static String what(ParameterException wrong, boolean root) {
    return root && wrong instanceof UnmatchedArgumentException unmatched
        ? "there is no command '" + unmatched.getUnmatched().get(0) + "'"
        : wrong.getMessage();
  }
}
