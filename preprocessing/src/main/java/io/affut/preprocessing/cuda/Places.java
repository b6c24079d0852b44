package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.KernelArguments;

/// Where pictures and inputs lie, checked before a kernel touches them.
final class Places {
  private Places() {}

  /// Sets the arguments that are a picture.
  ///
  /// @param pixels the index of the pointer
  /// @param struct the index of PICTURE
  static void setPicture(KernelArguments arguments, int pixels, int struct, DevicePicture picture) {
    if (Math.min(picture.width(), picture.height()) < 1) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels".formatted(picture.width(), picture.height()));
    }
    arguments.setBuffer(pixels, picture.buffer(), picture.offset(), picture.bytes());
    KernelStructs.writePicture(picture, arguments.struct(struct, KernelStructs.PICTURE.bytes()));
  }

  /// @throws IllegalArgumentException when an input begins in the middle of a value
  static void requireAligned(DeviceInput input) {
    int bytes = input.format().element().bytes();
    if (input.offset() % bytes != 0) {
      throw new IllegalArgumentException(
          "an input of values of %d bytes cannot begin at byte %d"
              .formatted(bytes, input.offset()));
    }
  }
}
