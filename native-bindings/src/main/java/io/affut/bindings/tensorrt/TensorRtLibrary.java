package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.Platform;
import io.affut.bindings.memory.NativeLedger;
import java.util.List;

/// Loads TensorRT and Bytedeco's preset of it, on Linux.
///
/// Nothing of the preset is named in this class, so that it is there where the preset is not.
public final class TensorRtLibrary {
  static final String TITLE = "TensorRT";
  static final String HOW_TO_GET = "Build Affût with the Maven profile gpu: mvn -Pgpu package.";

  /// The CUDA that the TensorRT of Bytedeco's jars is made for.
  private static final int CUDA_MAJOR = 13;

  private TensorRtLibrary() {}

  /// Loads TensorRT and its binding, where CUDA has found a device. Without one TensorRT is not
  /// touched: it would end the process, or hand out pointers to nothing.
  ///
  /// @param libraries where the binding comes from
  /// @param found TensorRT itself
  /// @param ledger counts what lives, under the names of TensorRT's own classes
  /// @throws NativeLibraryException when there is no device, or it does not load, or it is of a
  ///   version that the binding was not made for
  public static TensorRt open(
      NativeLibraries libraries, FoundLibrary found, CudaRuntime cuda, NativeLedger ledger) {
    if (!Platform.current().os().equals("linux")) {
      throw refusal("TensorRT is used on Linux only so far", "");
    }
    CudaState state = cuda.state();
    if (!(state instanceof CudaState.Ready)) {
      throw refusal("TensorRT is not touched without a GPU. " + ended(state.sentence()), "");
    }
    if (cuda.version().major() < CUDA_MAJOR) {
      throw refusal(
          "TensorRT is for CUDA %d and later, and the CUDA runtime is %s"
              .formatted(CUDA_MAJOR, cuda.version()),
          "Name a newer one with AFFUT_CUDA_HOME.");
    }
    int number =
        new TensorRtC(LibraryLoader.open(TITLE, found.version(), found.file()))
            .getInferLibVersion();
    String version = version(number);
    seePreset();
    try {
      if (!version.startsWith(Preset.MAJOR + "." + Preset.MINOR + ".")) {
        throw refusal(
            "%s is TensorRT %s, and the binding of it is for %d.%d"
                .formatted(found.file(), version, Preset.MAJOR, Preset.MINOR),
            "Name the folder of that version with AFFUT_TENSORRT_HOME.");
      }
      boolean parses = Preset.load(libraries, found.file());
      return new LoadedTensorRt(found.file(), version, parses, ledger);
    } catch (NoClassDefFoundError e) {
      var failure = refusal("This Affût has no binding of TensorRT", HOW_TO_GET);
      failure.initCause(e);
      throw failure;
    }
  }

  /// The preset is on the class path, which modules do not see by themselves.
  private static void seePreset() {
    Module here = TensorRtLibrary.class.getModule();
    here.addReads(TensorRtLibrary.class.getClassLoader().getUnnamedModule());
  }

  /// `10.15.1` of 101501.
  static String version(int number) {
    return number / 10_000 + "." + number % 10_000 / 100 + "." + number % 100;
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static NativeLibraryException refusal(String reason, String advice) {
    return new NativeLibraryException(TITLE, reason + ".", List.of(), advice);
  }
}
