package io.affut.cli;

import picocli.CommandLine.Option;

/// The options that say how much is shown.
final class MessageOptions {
  static final String JSON = "--json-log";

  @Option(
      names = {"-q", "--quiet"},
      description = "Show warnings and errors only.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show what lies behind each failure.")
  private boolean verbose;

  @Option(names = JSON, description = "Write messages as JSON, one object a line.")
  private boolean json;

  Messages messages(Surroundings surroundings) {
    return new Messages(surroundings.out(), surroundings.err(), quiet, verbose, json);
  }
}
