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
/// try (DeviceKernels kernels = DeviceKernels.load(device, nvrtc); // for all threads
///     DeviceLetterbox letterbox = new DeviceLetterbox(kernels); // for this one
///     DeviceCrop crops = new DeviceCrop(kernels, ResampleFilter.BICUBIC)) {
///   letterbox.run(stream, picture, box, 114, input);
///   stream.record(written);
///   crops.run(stream, picture, animals, inputs);
/// }
/// ```
package io.affut.preprocessing.cuda;
