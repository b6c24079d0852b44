package io.affut.bindings.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a failure means for whoever wants to go on.
class CudaExceptionTest {
  @ParameterizedTest
  @CsvSource({
    "cudaMalloc, 2, cudaErrorMemoryAllocation, true, false",
    "cudaStreamSynchronize, 700, cudaErrorIllegalAddress, false, true",
    "cudaStreamSynchronize, 719, cudaErrorLaunchFailure, false, true",
    "cudaMemcpyAsync, 214, cudaErrorECCUncorrectable, false, true",
    "cuLaunchKernel, 999, CUDA_ERROR_UNKNOWN, false, true",
    "cudaMemcpyAsync, 1, cudaErrorInvalidValue, false, false",
    "cudaStreamSynchronize, 5, cudaErrorProfilerDisabled, false, false",
    "nvjpegDecodeJpegHost, 5, NVJPEG_STATUS_ALLOCATOR_FAILURE, true, false",
    "nvjpegDecodeJpegHost, 2, NVJPEG_STATUS_INVALID_PARAMETER, false, false",
    "nvrtcCompileProgram, 2, NVRTC_ERROR_PROGRAM_CREATION_FAILURE, false, false"
  })
  void outOfMemoryAndALostDeviceAreTold(
      String function, int status, String name, boolean outOfMemory, boolean lost) {
    CudaException failure = new CudaException(function, status, name, "");

    assertThat(failure.isOutOfMemory()).isEqualTo(outOfMemory);
    assertThat(failure.isDeviceLost()).isEqualTo(lost);
  }
}
