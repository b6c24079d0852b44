package io.affut.bindings.openvino;

class BytedecoOpenVinoTest extends OpenVinoContract {
  BytedecoOpenVinoTest() {
    super(OpenVinoWheel.BYTEDECO);
  }
}
