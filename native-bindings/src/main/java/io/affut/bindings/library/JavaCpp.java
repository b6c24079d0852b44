package io.affut.bindings.library;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// JavaCPP, which Bytedeco's presets run on. It takes its settings from system properties, once a
/// process, so all presets are prepared here. Safe for any thread.
public final class JavaCpp {
  private static final String PROPERTY = "org.bytedeco.javacpp.";
  private static final String LOADS = PROPERTY + "loadLibraries";

  private JavaCpp() {}

  /// Tells it where the libraries lie, that it shall start no thread that frees memory, and that it
  /// shall count no memory of others; a property that is set already is left alone. To be called
  /// before any class of a preset is used.
  ///
  /// @throws NativeLibraryException when its own library is not there
  public static synchronized void prepare(NativeLibraries libraries) {
    List<Path> folders = new ArrayList<>();
    folders.add(libraries.preset("javacpp", "JavaCPP"));
    ffmpeg(libraries).ifPresent(folders::add); // it never looks at the property again
    set(
        "platform.preloadpath",
        folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    set("pathsFirst", "true");
    // or it would make an empty folder in the user's home
    set("cacheDir", folders.getLast().toString());
    set("noPointerGC", "true");
    set("maxBytes", "0");
    set("maxPhysicalBytes", "0");
  }

  /// Uses classes of a preset for the first time, which loads their libraries.
  public static synchronized <T> T loading(Supplier<T> firstUse) {
    return firstUse.get();
  }

  /// Uses classes of a preset for the first time while JavaCPP loads nothing, because the preset
  /// names more libraries than are needed, or than there are.
  ///
  /// @param libraries the preset's own libraries and what they need, in the order in which they are
  ///   loaded; they need not be there twice
  /// @param firstUse has to make every class that will be used initialise itself
  /// @throws UnsatisfiedLinkError when one does not load
  public static synchronized void loadingByHand(List<Path> libraries, Runnable firstUse) {
    String before = System.getProperty(LOADS);
    System.setProperty(LOADS, "false");
    try {
      libraries.forEach(LibraryLoader::loadForJava);
      firstUse.run();
    } finally {
      if (before == null) {
        System.clearProperty(LOADS);
      } else {
        System.setProperty(LOADS, before);
      }
    }
  }

  private static Optional<Path> ffmpeg(NativeLibraries libraries) {
    try {
      return Optional.of(libraries.preset("ffmpeg", "FFmpeg"));
    } catch (NativeLibraryException e) {
      return Optional.empty(); // who needs it asks for it, and is told
    }
  }

  private static void set(String name, String value) {
    if (System.getProperty(PROPERTY + name) == null) {
      System.setProperty(PROPERTY + name, value);
    }
  }
}
