/// NVIDIA's GPUs, through the CUDA runtime: memory, streams, events, kernels and the compiler for
/// them, graphs. Nothing here is loaded unless somebody asks for it.
///
/// ```java
/// CudaRuntime cuda = CudaRuntime.load(libraries.require(NativeLibrary.CUDA), ledger);
/// if (cuda.state() instanceof CudaState.Ready(List<CudaDevice> devices)) {
///   CudaDevice device = devices.getFirst();
///   try (CudaStream stream = device.newStream();
///       PinnedBuffer host = device.allocatePinned(bytes);
///       DeviceBuffer input = device.allocate(bytes)) {
///     host.memory().copyFrom(picture);
///     stream.copyToDevice(host, 0, input, 0, bytes);
///     stream.synchronise();
///   }
/// }
/// ```
///
/// nvJPEG decodes into such memory:
///
/// ```java
/// try (NvJpegHandle handle = NvJpeg.load(file, ledger).open(device, NvJpegBackend.DEFAULT);
///     NvJpegDecoder decoder = handle.newDecoder()) {
///   NvJpegHeader header = decoder.parse(jpeg);
///   decoder.decode(stream, pixels, 0); // queued
///   stream.synchronise();
/// }
/// ```
package io.affut.bindings.cuda;
