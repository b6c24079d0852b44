package io.affut.bindings.tensorrt;

import org.bytedeco.javacpp.Pointer;

/// An address in the form that the preset takes; what lies there is somebody else's.
final class Address extends Pointer {
  Address(long address) {
    this.address = address;
  }
}
