package io.affut.bindings.library;

import java.util.Locale;

/// The operating system and the processor that native libraries are for.
///
/// @param os `linux`, `windows`, `macos`, or what Java calls another one
/// @param arch `x86_64`, `aarch64`, or what Java calls another one
public record Platform(String os, String arch) {
  /// The platform of this Java.
  public static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /// The platform that Java describes with its properties `os.name` and `os.arch`.
  public static Platform of(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String os =
        name.startsWith("windows")
            ? "windows"
            : name.startsWith("mac") || name.startsWith("darwin") ? "macos" : name;
    String arch =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64", "x64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          case String other -> other;
        };
    return new Platform(os, arch);
  }

  /// Whether this is Windows, where programs, libraries and folders have other names.
  public boolean isWindows() {
    return os.equals("windows");
  }

  /// Whether this is macOS.
  public boolean isMac() {
    return os.equals("macos");
  }

  /// What Bytedeco's jars call the platform, such as `linux-x86_64` or `macosx-arm64`.
  String bytedecoName() {
    return (isMac() ? "macosx" : os) + "-" + (arch.equals("aarch64") ? "arm64" : arch);
  }

  /// Such as `linux-x86_64`.
  @Override
  public String toString() {
    return os + "-" + arch;
  }
}
