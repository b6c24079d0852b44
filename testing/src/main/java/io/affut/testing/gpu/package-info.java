/// NVIDIA's libraries on a machine that has no GPU: stand-ins in C, stricter than the real ones.
///
/// ```java
/// StandInGpu gpu = StandInGpu.fresh();
/// CudaRuntime cuda = CudaRuntime.load(gpu.cudart(), ledger);
/// ...
/// assertThat(gpu.complaints()).isEmpty();
/// assertThat(gpu.living()).isEmpty();
/// ```
package io.affut.testing.gpu;
