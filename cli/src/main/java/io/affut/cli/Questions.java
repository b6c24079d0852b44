package io.affut.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/// Questions for who sits before the program.
interface Questions {

  /// The answer; none where nobody is there to give one.
  Optional<String> ask(String question);

  /// Questions on the terminal, where standard input and output are one.
  static Questions onTerminal(PrintStream err) {
    return question -> {
      Console console = System.console();
      if (console == null || !console.isTerminal()) {
        return Optional.empty();
      }
      err.print(question);
      err.flush();
      return Optional.ofNullable(console.readLine());
    };
  }
}
