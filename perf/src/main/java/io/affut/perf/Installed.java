package io.affut.perf;

import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.engine.backend.OpenVinoBackend;
import io.affut.engine.install.DefaultModel;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelStore;
import java.nio.file.Path;
import java.util.Optional;

/// The libraries and the default model of this user, fetched as the program fetches them.
public final class Installed {
  private Installed() {}

  /// The search for native libraries, as the program makes it without options.
  public static NativeLibraries libraries() {
    return NativeLibraries.ofEnvironment(System.err::println);
  }

  /// libjpeg-turbo, if there is one.
  public static Optional<TurboJpeg> turboJpeg(NativeLedger ledger) {
    return libraries()
        .search(NativeLibrary.TURBOJPEG)
        .found()
        .map(library -> TurboJpeg.load(library, ledger));
  }

  /// OpenVINO.
  ///
  /// @return the caller's to close
  /// @throws io.affut.bindings.library.NativeLibraryException when there is none
  public static OpenVinoBackend openVino(NativeLedger ledger) {
    return new OpenVinoBackend(libraries().require(NativeLibrary.OPENVINO).file(), ledger);
  }

  /// The model that the program takes when none is named.
  ///
  /// @throws io.affut.engine.model.ModelException when it cannot be had
  public static Model<DetectorManifest> defaultModel() {
    Path cache = CacheFolder.ofThisUser();
    return new DefaultModel(new ModelStore(cache.resolve("models")), System.err::println)
        .install(new PackageClients(cache, System.getenv(), System.err::println));
  }
}
