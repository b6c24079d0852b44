/// What is done to pictures on NVIDIA's GPUs.
///
/// ```java
/// try (GpuJpegs jpegs = GpuJpegs.open(nvJpeg, device);
///     CudaStream stream = device.newStream();
///     var reader =
///         new DevicePictureReader(
///             device, stream, Optional.of(jpegs), turboJpeg, maxPixels, ledger)) {
///   DeviceRead read = reader.read(path, new DecodeScale.Full(), bytes -> {});
///   letterbox(stream, read.picture()); // queued, and done before the next picture is written
/// }
/// ```
///
/// ```java
/// CompiledKernels kernels =
///     nvrtc.compile(
///         PictureKernels.NAME,
///         PictureKernels.source(),
///         PictureKernels.compilerOptions(device.computeCapability().architecture()));
/// ```
package io.affut.preprocessing.cuda;
