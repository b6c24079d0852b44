package io.affut.perf;

import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.PackageClientException;
import io.affut.engine.model.ModelException;
import io.affut.testing.Required;

/// Ends a test where a part is missing that it needs: as skipped, or failed as [Required] says.
public final class Parts {
  private Parts() {}

  /// OpenVINO and the default model.
  public static void requireOpenVino() {
    try {
      Installed.libraries().require(NativeLibrary.OPENVINO);
      Installed.defaultModel();
    } catch (NativeLibraryException e) {
      Required.present("openvino", false, e.getMessage());
    } catch (ModelException e) {
      if (e.getCause() instanceof PackageClientException) {
        Required.present("openvino", false, e.getMessage());
      }
      throw e;
    }
  }

  /// libjpeg-turbo.
  public static void requireTurboJpeg() {
    Required.present(
        "turbojpeg",
        Installed.libraries().search(NativeLibrary.TURBOJPEG).found().isPresent(),
        "there is no libturbojpeg");
  }
}
