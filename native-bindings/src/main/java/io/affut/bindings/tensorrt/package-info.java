/// TensorRT, which makes networks fast on NVIDIA's GPUs, through Bytedeco's preset. Nothing of the
/// preset can be seen from outside.
///
/// ```java
/// FoundLibrary found = libraries.require(NativeLibrary.TENSORRT);
/// TensorRt tensorRt = TensorRtLibrary.open(libraries, found, cuda, ledger);
/// tensorRt.build(request, plan, progress);
/// try (TensorRtEngine engine = tensorRt.load(device, plan);
///     TensorRtContext context = engine.newContext()) {
///   context.shape("images", List.of(8L, 3L, 736L, 960L));
///   context.place("images", input, 0);
///   context.place("output0", output, 0);
///   context.enqueue(stream);
///   stream.synchronise();
/// }
/// ```
package io.affut.bindings.tensorrt;
