package io.affut.bindings.tensorrt;

import io.affut.bindings.library.NativeException;

/// Something that TensorRT did not do.
public final class TensorRtException extends NativeException {
  private static final long serialVersionUID = 1L;

  /// @param function what was called, such as `deserializeCudaEngine`
  /// @param nativeText TensorRT's own words for it, or ""
  public TensorRtException(String function, String nativeText) {
    super(message(function, nativeText), function, 0, nativeText);
  }

  private static String message(String function, String nativeText) {
    String what = "TensorRT's " + function + " failed";
    return nativeText.isBlank() ? what : what + ": " + nativeText.strip();
  }
}
