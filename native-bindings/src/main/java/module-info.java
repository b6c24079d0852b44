/// C libraries as Java, through the Foreign Function and Memory API.
///
/// It needs native access, and so do the presets that it uses:
/// `--enable-native-access=io.affut.bindings,org.bytedeco.javacpp,org.bytedeco.ffmpeg`. Those of
/// CUDA and TensorRT are optional. They are not named here, because Java refuses the module of the
/// latter, whose descriptor names a package that it lacks; where they are used, they are on the
/// class path, and `ALL-UNNAMED` needs native access too.
module io.affut.bindings {
  requires org.bytedeco.ffmpeg;
  requires org.bytedeco.javacpp;

  exports io.affut.bindings.cuda;
  exports io.affut.bindings.ffmpeg;
  exports io.affut.bindings.library;
  exports io.affut.bindings.memory;
  exports io.affut.bindings.nvidia;
  exports io.affut.bindings.openvino;
  exports io.affut.bindings.tensorrt;
  exports io.affut.bindings.turbojpeg;
}
