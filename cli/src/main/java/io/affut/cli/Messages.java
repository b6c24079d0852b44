package io.affut.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/// What the user sees: results on standard output, everything else on standard error, as lines for
/// people or as one JSON object a line.
final class Messages {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean quiet;
  private final boolean verbose;
  private final boolean json;

  /// Written before each line, to take a progress bar off the screen.
  private String cover = "";

  Messages(PrintStream out, PrintStream err, boolean quiet, boolean verbose, boolean json) {
    this.out = out;
    this.err = err;
    this.quiet = quiet;
    this.verbose = verbose;
    this.json = json;
  }

  /// A line of a result or a table.
  void result(String line) {
    out.println(printable(line));
  }

  /// What is going on.
  void say(String line) {
    if (json) {
      event("message", Map.of("text", line));
    } else if (!quiet) {
      line(printable(line));
    }
  }

  /// What the user should know even when asked to be quiet.
  void warn(String line) {
    if (json) {
      event("warning", Map.of("text", line));
    } else {
      line(printable(line));
    }
  }

  /// A picture that could not be read; programs get its name and the reason apart.
  void failed(String file, String reason) {
    if (json) {
      event("failed", Map.of("file", file, "reason", reason));
    } else {
      warn("failed: %s: %s".formatted(file, reason));
    }
  }

  /// What lies behind a failure, for those who asked for it.
  void cause(Throwable cause) {
    if (verbose) {
      if (json) {
        event("cause", Map.of("text", cause.toString()));
      } else {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        line(trace.toString().stripTrailing());
      }
    }
  }

  /// Why a command ends before its work is done. Further lines of the report are advice.
  void failure(FailureReport report, Throwable cause) {
    if (json) {
      event("failure", Map.of("text", report.sentence(), "exit_code", report.exitCode()));
    } else {
      line(
          report
              .sentence()
              .lines()
              .map(Messages::printable)
              .collect(Collectors.joining(System.lineSeparator(), "affut: ", "")));
    }
    cause(cause);
  }

  /// Something for programs to read; shown only as JSON.
  void event(String name, Map<String, ?> fields) {
    if (json) {
      err.println(object(name, fields));
    }
  }

  /// Says that the last line of the terminal is a progress bar: what is written next takes it off
  /// the screen, and the bar draws itself again below.
  ///
  /// @param columns the width of the bar; 0 when there is none any more
  void shareWithBar(int columns) {
    cover = columns == 0 ? "" : "\r" + " ".repeat(columns) + "\r";
  }

  /// Whether messages are JSON.
  boolean isJson() {
    return json;
  }

  /// Whether progress is wanted.
  boolean isQuiet() {
    return quiet;
  }

  /// The stream that progress goes to.
  PrintStream progressStream() {
    return err;
  }

  /// `text` without the control characters that a file's name may hold, which could break a line or
  /// steer a terminal.
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        shown.append("\\n");
      } else if (c == '\r') {
        shown.append("\\r");
      } else if (Character.isISOControl(c)) {
        shown.append("\\u%04x".formatted((int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  private void line(String text) {
    err.println(cover + text);
  }

  private static String object(String name, Map<String, ?> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      generator.writeStartObject();
      generator.writeStringField("event", name);
      for (Map.Entry<String, ?> field : fields.entrySet()) {
        generator.writeFieldName(field.getKey());
        switch (field.getValue()) {
          case Integer number -> generator.writeNumber(number);
          case Double number -> generator.writeNumber(number);
          case Object other -> generator.writeString(other.toString());
        }
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
