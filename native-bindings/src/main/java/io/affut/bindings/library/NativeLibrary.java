package io.affut.bindings.library;

/// The native libraries that Affût can use.
public enum NativeLibrary {
  /// Inference on Intel and ARM processors; the main job needs it.
  OPENVINO(
      "OpenVINO",
      "AFFUT_OPENVINO_HOME",
      "ov_get_openvino_version",
      "Name a folder that has it, with --native-dir FOLDER or AFFUT_OPENVINO_HOME: an unpacked"
          + " wheel or archive of OpenVINO, or the folder of its libraries; or run affut setup"
          + " where there is a network, and copy the cache folder."),

  /// The TurboJPEG API of libjpeg-turbo, 2.0 or later; without it JPEG files are read more slowly.
  TURBOJPEG(
      "libjpeg-turbo",
      "AFFUT_TURBOJPEG_HOME",
      "tjGetErrorStr2",
      "Install it (Debian: apt install libturbojpeg0; Ubuntu: apt install libturbojpeg; Fedora:"
          + " dnf install turbojpeg; macOS: brew install jpeg-turbo), or name a folder that has it, with"
          + " --native-dir FOLDER or AFFUT_TURBOJPEG_HOME."),

  /// The CUDA runtime 12 or 13, for NVIDIA's GPUs. It is never fetched, and looked for only when
  /// somebody asks for it.
  CUDA(
      "CUDA",
      "AFFUT_CUDA_HOME",
      "cudaRuntimeGetVersion",
      "Install NVIDIA's driver and its CUDA runtime 12 or 13 (libcudart: of the CUDA toolkit, or"
          + " the wheel nvidia-cuda-runtime), or name a folder that has libcudart, with --native-dir"
          + " FOLDER or AFFUT_CUDA_HOME.");

  private final String title;
  private final String environmentVariable;
  private final String telltale;
  private final String advice;

  NativeLibrary(String title, String environmentVariable, String telltale, String advice) {
    this.title = title;
    this.environmentVariable = environmentVariable;
    this.telltale = telltale;
    this.advice = advice;
  }

  /// What people call it.
  public String title() {
    return title;
  }

  /// The environment variable that may name a folder that has it.
  public String environmentVariable() {
    return environmentVariable;
  }

  /// How a user gets it by hand, as a sentence.
  public String advice() {
    return advice;
  }

  /// A function that every version that we can use has.
  String telltale() {
    return telltale;
  }
}
