/// C libraries as Java, through the Foreign Function and Memory API.
///
/// This is the only module that needs native access: `--enable-native-access=io.affut.bindings`.
module io.affut.bindings {
  exports io.affut.bindings.cuda;
  exports io.affut.bindings.library;
  exports io.affut.bindings.memory;
  exports io.affut.bindings.openvino;
  exports io.affut.bindings.turbojpeg;
}
