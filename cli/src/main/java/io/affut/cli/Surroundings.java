package io.affut.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// What a command finds around it.
///
/// @param environment the variables of the process
/// @param out results
/// @param err progress and messages
/// @param folder the working folder
record Surroundings(
    Map<String, String> environment, PrintStream out, PrintStream err, Path folder) {}
