package io.affut.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a command finds around it.
///
/// @param environment the variables of the process
/// @param out results
/// @param err progress and messages
/// @param folder the working folder
/// @param questions for who sits before the program, if somebody does
record Surroundings(
    Map<String, String> environment,
    PrintStream out,
    PrintStream err,
    Path folder,
    Questions questions) {

  /// Surroundings in which nobody can be asked.
  Surroundings(Map<String, String> environment, PrintStream out, PrintStream err, Path folder) {
    this(environment, out, err, folder, question -> Optional.empty());
  }
}
