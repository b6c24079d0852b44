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

  /// The CUDA runtime 12 or 13, for NVIDIA's GPUs. Like all of NVIDIA's it is looked for only when
  /// somebody asks for it, and no run fetches it.
  CUDA(
      "CUDA",
      "AFFUT_CUDA_HOME",
      "cudaRuntimeGetVersion",
      "Install NVIDIA's driver and its CUDA runtime 12 or 13 (libcudart: of the CUDA toolkit, or"
          + " the wheel nvidia-cuda-runtime, which affut setup --device cuda fetches), or name a folder"
          + " that has libcudart, with --native-dir FOLDER or AFFUT_CUDA_HOME."),

  /// NVIDIA's compiler at run time, which makes our kernels for the GPU that is there.
  NVRTC(
      "NVRTC",
      "AFFUT_CUDA_HOME",
      "nvrtcVersion",
      "Install NVIDIA's NVRTC of the version of the CUDA runtime (libnvrtc and libnvrtc-builtins: of"
          + " the CUDA toolkit, or the wheel nvidia-cuda-nvrtc, which affut setup --device cuda"
          + " fetches), or name a folder that has both, with --native-dir FOLDER or AFFUT_CUDA_HOME."),

  /// NVIDIA's decoder of JPEG.
  NVJPEG(
      "nvJPEG",
      "AFFUT_CUDA_HOME",
      "nvjpegGetProperty",
      "Install NVIDIA's nvJPEG of the version of the CUDA runtime (libnvjpeg: of the CUDA toolkit, or"
          + " the wheel nvidia-nvjpeg, which affut setup --device cuda fetches), or name a folder that"
          + " has it, with --native-dir FOLDER or AFFUT_CUDA_HOME."),

  /// TensorRT 10, which computes networks on NVIDIA's GPUs.
  TENSORRT(
      "TensorRT",
      "AFFUT_TENSORRT_HOME",
      "getInferLibVersion",
      "Install NVIDIA's TensorRT 10 (libnvinfer.so.10, libnvonnxparser.so.10 and the builder resource"
          + " of the GPU), and name its folder with --native-dir FOLDER or AFFUT_TENSORRT_HOME; or"
          + " build Affût with the Maven profile gpu.");

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

  /// Whether it is one of NVIDIA's, which only somebody with such a GPU wants.
  public boolean isOfNvidia() {
    return switch (this) {
      case CUDA, NVRTC, NVJPEG, TENSORRT -> true;
      case OPENVINO, TURBOJPEG -> false;
    };
  }

  /// Whether that folder is for others too.
  boolean sharesItsVariable() {
    return environmentVariable.equals("AFFUT_CUDA_HOME");
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
