package io.affut.bindings.cuda;

/// Which part of a machine nvJPEG lets do the work.
public enum NvJpegBackend {
  /// Whatever nvJPEG thinks best.
  DEFAULT(NvJpegC.NVJPEG_BACKEND_DEFAULT),

  /// Huffman decoding on the processor, the rest on the GPU; baseline and progressive.
  HYBRID(NvJpegC.NVJPEG_BACKEND_HYBRID),

  /// Huffman decoding on the GPU too; baseline only.
  GPU_HYBRID(NvJpegC.NVJPEG_BACKEND_GPU_HYBRID),

  /// The decoder that some GPUs have beside their multiprocessors (A100, A30, H100 and newer ones):
  /// baseline, one scan, in batches. A container needs the driver's capability `video` for it.
  HARDWARE(NvJpegC.NVJPEG_BACKEND_HARDWARE);

  private final int code;

  NvJpegBackend(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
