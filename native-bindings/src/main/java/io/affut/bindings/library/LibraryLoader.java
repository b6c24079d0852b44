package io.affut.bindings.library;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Loads a native library from its file, and says plainly why when it cannot: the file is not
/// there, a library that it needs is not there, or it is not for this machine.
///
/// A library stays loaded until the process ends.
@SuppressWarnings("restricted") // loading native code is what it is for
public final class LibraryLoader {
  /// glibc's and musl's words for a library that another one needs.
  private static final Pattern MISSING_ON_LINUX =
      Pattern.compile(
          "([^\\s:]+): cannot open shared object file|Error loading shared library ([^\\s:]+)");

  private static final Pattern MISSING_ON_MAC = Pattern.compile("Library not loaded: (\\S+)");

  /// Windows looks for the libraries that another one needs everywhere but beside it; those that
  /// were loaded before are taken as they are. In the order in which they need each other.
  private static final List<String> SIBLINGS_ON_WINDOWS =
      List.of("tbb12.dll", "tbbmalloc.dll", "openvino.dll");

  private LibraryLoader() {}

  /// Loads a library.
  ///
  /// @param file an absolute or relative path, or a bare file name for the system to find
  /// @throws NativeLibraryException when it does not load
  public static SymbolLookup open(Path file) {
    return open("the library", "unknown", file).symbols();
  }

  /// Loads a library.
  ///
  /// @param title what people call it, for messages
  /// @param version its version, or `unknown`
  /// @param file an absolute or relative path, or a bare file name for the system to find
  /// @throws NativeLibraryException when it does not load
  public static LoadedLibrary open(String title, String version, Path file) {
    boolean bareName = file.getNameCount() == 1 && !file.isAbsolute() && !Files.exists(file);
    if (bareName) {
      try {
        SymbolLookup symbols = SymbolLookup.libraryLookup(file.toString(), Arena.global());
        return new LoadedLibrary(title, version, file, symbols);
      } catch (IllegalArgumentException e) {
        throw failure(title, "the system finds no library of the name " + file, e);
      }
    }
    if (!Files.isRegularFile(file)) {
      throw failure(title, "there is no file " + file, null);
    }
    Path absolute = file.toAbsolutePath();
    if (Platform.current().os().equals("linux")) {
      Optional<String> fault = ElfFile.fault(absolute);
      if (fault.isPresent()) {
        throw failure(title, fault.get(), null);
      }
    }
    loadSiblings(absolute);
    try {
      SymbolLookup symbols = SymbolLookup.libraryLookup(absolute, Arena.global());
      return new LoadedLibrary(title, version, absolute, symbols);
    } catch (IllegalArgumentException e) {
      throw failure(title, reason(absolute), e);
    }
  }

  /// Loads a library with functions that are methods of Java classes.
  ///
  /// @throws UnsatisfiedLinkError when it does not load, with the system's reason
  static void loadForJava(Path file) {
    System.load(file.toAbsolutePath().toString());
  }

  /// What is wrong, as far as the system tells it.
  private static String reason(Path file) {
    String text;
    try {
      System.load(file.toString()); // passes the system's message on, as the look-up does not
      return file + " does not load, for a reason that the system does not tell";
    } catch (UnsatisfiedLinkError e) {
      text = String.valueOf(e.getMessage());
    }
    String prefix = file + ": ";
    String words = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    Matcher linux = MISSING_ON_LINUX.matcher(words);
    if (linux.find()) {
      String missing = linux.group(1) != null ? linux.group(1) : linux.group(2);
      return file + " needs " + missing + ", which is missing (" + words + ")";
    }
    Matcher mac = MISSING_ON_MAC.matcher(words);
    if (mac.find()) {
      return file + " needs " + mac.group(1) + ", which is missing (" + words + ")";
    }
    if (words.contains("dependent libraries")) {
      return file + " needs a library that is missing (" + words + ")";
    }
    return file + " does not load: " + words;
  }

  private static void loadSiblings(Path file) {
    if (!Platform.current().isWindows()) {
      return;
    }
    for (String name : SIBLINGS_ON_WINDOWS) {
      Path sibling = file.resolveSibling(name);
      if (Files.isRegularFile(sibling) && !sibling.equals(file)) {
        try {
          SymbolLookup.libraryLookup(sibling, Arena.global());
        } catch (IllegalArgumentException e) {
          return; // loading the library itself says what is wrong
        }
      }
    }
  }

  private static NativeLibraryException failure(String title, String reason, Throwable cause) {
    var exception = new NativeLibraryException(title, reason, List.of(), "");
    if (cause != null) {
      exception.initCause(cause);
    }
    return exception;
  }
}
