package io.affut.bindings.cuda;

import io.affut.bindings.memory.NativeLedger;

/// One loaded nvJPEG, and the one place where a status of it is checked. Any thread.
///
/// @param c its functions
/// @param ledger counts what lives
record NvJpegLibrary(NvJpegC c, NativeLedger ledger) {
  /// Throws unless `status` is `NVJPEG_STATUS_SUCCESS`.
  ///
  /// @param function the name of the C function that returned it
  void check(int status, String function) {
    if (status != NvJpegC.NVJPEG_STATUS_SUCCESS) {
      throw new CudaException(function, status, name(status), "");
    }
  }

  /// The C name of a status; the library has no function for that.
  static String name(int status) {
    return switch (status) {
      case NvJpegC.NVJPEG_STATUS_SUCCESS -> "NVJPEG_STATUS_SUCCESS";
      case NvJpegC.NVJPEG_STATUS_NOT_INITIALIZED -> "NVJPEG_STATUS_NOT_INITIALIZED";
      case NvJpegC.NVJPEG_STATUS_INVALID_PARAMETER -> "NVJPEG_STATUS_INVALID_PARAMETER";
      case NvJpegC.NVJPEG_STATUS_BAD_JPEG -> "NVJPEG_STATUS_BAD_JPEG";
      case NvJpegC.NVJPEG_STATUS_JPEG_NOT_SUPPORTED -> "NVJPEG_STATUS_JPEG_NOT_SUPPORTED";
      case NvJpegC.NVJPEG_STATUS_ALLOCATOR_FAILURE -> "NVJPEG_STATUS_ALLOCATOR_FAILURE";
      case NvJpegC.NVJPEG_STATUS_EXECUTION_FAILED -> "NVJPEG_STATUS_EXECUTION_FAILED";
      case NvJpegC.NVJPEG_STATUS_ARCH_MISMATCH -> "NVJPEG_STATUS_ARCH_MISMATCH";
      case NvJpegC.NVJPEG_STATUS_INTERNAL_ERROR -> "NVJPEG_STATUS_INTERNAL_ERROR";
      case NvJpegC.NVJPEG_STATUS_IMPLEMENTATION_NOT_SUPPORTED ->
          "NVJPEG_STATUS_IMPLEMENTATION_NOT_SUPPORTED";
      case NvJpegC.NVJPEG_STATUS_INCOMPLETE_BITSTREAM -> "NVJPEG_STATUS_INCOMPLETE_BITSTREAM";
      default -> "an unknown status";
    };
  }
}
