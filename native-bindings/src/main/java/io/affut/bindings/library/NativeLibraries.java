package io.affut.bindings.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks for native libraries, in this order:
///
/// 1. a folder that the user names: `--native-dir`, then `AFFUT_OPENVINO_HOME`,
///    `AFFUT_TURBOJPEG_HOME`, `AFFUT_CUDA_HOME` (for NVRTC and nvJPEG too) or
///    `AFFUT_TENSORRT_HOME`; one that does not serve is an error, never skipped (only one that is
///    named for several libraries may be there for others of them alone);
/// 2. Bytedeco's jar on the class path (not libturbojpeg);
/// 3. Affût's cache (not TensorRT); OpenVINO is fetched into it when it is not there;
/// 4. the system's library path; then, for libturbojpeg on Debian and its kin, the distribution's
///    package, unpacked into the cache.
///
/// The first that loads wins. A library that was found is loaded, and stays so. Safe for any
/// thread; two processes at once fetch a thing once.
public final class NativeLibraries {
  private final SearchSettings settings;
  private final Surroundings surroundings;

  /// @param settings where and how to look
  public NativeLibraries(SearchSettings settings) {
    this(settings, Surroundings.real(settings.environment()));
  }

  NativeLibraries(SearchSettings settings, Surroundings surroundings) {
    this.settings = settings;
    this.surroundings = surroundings;
  }

  /// A search with the environment and the cache of this user, which may fetch.
  ///
  /// @param progress is told in one line each what is fetched
  public static NativeLibraries ofEnvironment(Consumer<String> progress) {
    return new NativeLibraries(SearchSettings.ofEnvironment(progress));
  }

  /// Looks for a library that the caller can do without.
  ///
  /// @return what was found, or why nothing was
  /// @throws NativeLibraryException when a folder that the user names does not serve
  public Search search(NativeLibrary library) {
    Search search = examine(library);
    if (search.error().isPresent()) {
      throw search.exception();
    }
    return search;
  }

  /// Looks for a library that the caller needs.
  ///
  /// @throws NativeLibraryException when it is nowhere, or a folder that the user names does not
  ///   serve; it names every place and says how to get the library
  public FoundLibrary require(NativeLibrary library) {
    Search search = examine(library);
    return search.found().orElseThrow(search::exception);
  }

  /// Fetches the wheel of a library into the cache, where it is not there yet, and looks for the
  /// library again; for `affut setup`, since of NVIDIA's libraries no search fetches any.
  ///
  /// @throws NativeLibraryException when there is no wheel of it for this machine, it cannot be
  ///   had, or a place that comes before the cache does not serve
  public FoundLibrary fetch(NativeLibrary library) {
    CachedWheel wheel = wheel(library, true);
    if (wheel.look() instanceof Look.Miss(String reason)) {
      throw new NativeLibraryException(
          library.title(),
          library.title() + " could not be fetched.",
          List.of(wheel.name() + ": " + reason),
          library.advice());
    }
    return require(library);
  }

  /// Looks for a library and tells of every step, also of an error; for `affut doctor`.
  public Search examine(NativeLibrary library) {
    List<Attempt> attempts = new ArrayList<>();
    for (Place place : places(library)) {
      switch (place.look()) {
        case Look.Hit(Path file, String version, String reason) -> {
          attempts.add(new Attempt(place.name(), true, reason));
          var found = new FoundLibrary(library, file, place.name(), version);
          return new Search(library, attempts, Optional.of(found), Optional.empty());
        }
        case Look.Miss(String reason) -> attempts.add(new Attempt(place.name(), false, reason));
        case Look.Refusal(String reason) -> {
          attempts.add(new Attempt(place.name(), false, reason));
          String error =
              place.name() + " does not serve for " + library.title() + ": " + reason + ".";
          return new Search(library, attempts, Optional.empty(), Optional.of(error));
        }
      }
    }
    return new Search(library, attempts, Optional.empty(), Optional.empty());
  }

  /// The folder with the libraries of one of Bytedeco's presets, out of its jar for this platform:
  /// unpacked into the cache where that has not been done. Where the libraries that it calls are in
  /// a jar of their own, they are not in the folder.
  ///
  /// @param preset its name, such as `ffmpeg`
  /// @param title what people call the library, such as `FFmpeg`
  /// @throws NativeLibraryException when there is no such jar, or it cannot be unpacked, or it
  ///   would have to be and nothing may be fetched
  public Path preset(String preset, String title) {
    Path cache = settings.cache().toAbsolutePath();
    PresetJars jars =
        new PresetJars(
            preset,
            surroundings.files().platform(),
            surroundings.loader(),
            surroundings.searchPath());
    try {
      for (Path root : jars.roots()) {
        if (!jars.hasFile(root, PresetJars::isGlue)) {
          continue;
        }
        if (Files.isDirectory(root)) {
          return root;
        }
        if (!settings.mayFetch() && jars.cached(root, cache).fault().isPresent()) {
          throw new NativeLibraryException(
              title,
              title + " has not been unpacked yet.",
              List.of(),
              "Run affut setup; or it is done when it is first needed.");
        }
        return jars.unpacked(root, cache, settings.progress(), PresetJars::isLibrary)
            .resolve(jars.folder());
      }
    } catch (IOException e) {
      throw new NativeLibraryException(
          title,
          title + " could not be unpacked into " + cache + ": " + e + ".",
          List.of(),
          "Make room there, or name another place for the cache with XDG_CACHE_HOME.");
    }
    throw new NativeLibraryException(
        title,
        "%s is not there: no jar with %s on the class path or the module path."
            .formatted(title, jars.folder()),
        List.of(),
        "Build Affût on this machine, or take the release for " + jars.platform() + ".");
  }

  private List<Place> places(NativeLibrary library) {
    LibraryFiles files = surroundings.files();
    List<Place> places = new ArrayList<>();
    Optional<String> nativeDir = settings.nativeDir().map(Path::toString);
    places.add(new NamedFolder(library, files, "--native-dir", nativeDir, true));
    String variable = library.environmentVariable();
    Optional<String> home =
        Optional.ofNullable(settings.environment().get(variable)).filter(value -> !value.isBlank());
    places.add(new NamedFolder(library, files, variable, home, library.sharesItsVariable()));
    switch (library) {
      case OPENVINO -> {
        places.add(bytedeco(library));
        places.add(wheel(library, settings.mayFetch()));
        places.add(surroundings.system().apply(library));
      }
      case TURBOJPEG -> {
        var debian = new DebianPackage(files, settings);
        places.add(debian.cached());
        places.add(surroundings.system().apply(library));
        places.add(debian.fetched());
      }
      case CUDA, NVRTC, NVJPEG -> {
        places.add(bytedeco(library));
        places.add(wheel(library, false));
        places.add(surroundings.system().apply(library));
      }
      case TENSORRT -> {
        places.add(bytedeco(library));
        places.add(surroundings.system().apply(library));
      }
    }
    return places;
  }

  private CachedWheel wheel(NativeLibrary library, boolean mayFetch) {
    return new CachedWheel(
        library, surroundings.files(), surroundings.wheels().apply(library), settings, mayFetch);
  }

  private Place bytedeco(NativeLibrary library) {
    return new BytedecoArtifact(
        library,
        surroundings.files(),
        surroundings.loader(),
        surroundings.searchPath(),
        settings.cache().toAbsolutePath(),
        settings.progress());
  }
}
