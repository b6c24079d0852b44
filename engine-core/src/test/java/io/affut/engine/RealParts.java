package io.affut.engine;

import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.PackageClientException;
import io.affut.bindings.library.PackageClients;
import io.affut.engine.install.DefaultModel;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelStore;
import io.affut.testing.Required;
import java.nio.file.Path;

/// The libraries and the default model of this user, fetched as the program fetches them. Where one
/// cannot be had, the test is skipped or fails as [Required] says.
public final class RealParts {
  private RealParts() {}

  /// Where OpenVINO's C library lies.
  public static Path openVino() {
    try {
      return libraries().require(NativeLibrary.OPENVINO).file();
    } catch (NativeLibraryException e) {
      Required.present("openvino", false, e.getMessage());
      throw e;
    }
  }

  /// Libraries among which there are OpenVINO and libturbojpeg.
  public static NativeLibraries libraries() {
    return NativeLibraries.ofEnvironment(System.err::println);
  }

  /// Ends the test where there is no libturbojpeg.
  public static void requireTurboJpeg() {
    Required.present(
        "turbojpeg",
        libraries().search(NativeLibrary.TURBOJPEG).found().isPresent(),
        "there is no libturbojpeg");
  }

  /// The default model.
  public static Model<DetectorManifest> defaultModel() {
    Path cache = CacheFolder.ofThisUser();
    try {
      return new DefaultModel(new ModelStore(cache.resolve("models")), System.err::println)
          .install(new PackageClients(cache, System.getenv(), System.err::println));
    } catch (ModelException e) {
      if (e.getCause() instanceof PackageClientException) {
        Required.present("openvino", false, e.getMessage());
      }
      throw e;
    }
  }
}
