package io.affut.bindings.openvino;

class OldestOpenVinoTest extends OpenVinoContract {
  OldestOpenVinoTest() {
    super(OpenVinoWheel.OLDEST);
  }
}
