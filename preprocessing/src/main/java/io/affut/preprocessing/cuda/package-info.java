/// What is done to pictures on NVIDIA's GPUs.
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
