/// What is done to pictures on NVIDIA's GPUs.
///
/// ```java
/// CompiledKernels kernels =
///     nvrtc.compile(
///         PictureKernels.NAME,
///         PictureKernels.source(),
///         PictureKernels.compilerOptions(device.computeCapability().architecture()));
/// ```
package io.affut.preprocessing.cuda;
