package dev.omnibus.demo;

import picocli.CommandLine;

/** Starts the demo server alone, without loading a class of Omnibus: a small JVM, up quickly. */
public final class Demo {
  private Demo() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new DemoCommand()).execute(args));
  }
}
