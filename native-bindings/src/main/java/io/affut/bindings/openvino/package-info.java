/// OpenVINO: models read, compiled for a device, and run on memory that we own.
///
/// ```java
/// var ledger = new NativeLedger();
/// try (OpenVino openVino = OpenVino.load(Path.of("libs/libopenvino_c.so.2641"), ledger);
///     Core core = openVino.newCore();
///     Model model = core.read(Path.of("model.onnx"));
///     CompiledModel compiled = core.compile(model, "CPU", Map.of("PERFORMANCE_HINT", "LATENCY"));
///     InferRequest request = compiled.newRequest();
///     Arena memory = Arena.ofConfined()) {
///   MemorySegment pixels = memory.allocate(3 * 640 * 640 * Float.BYTES, 64);
///   try (Tensor input = openVino.tensor(ElementType.F32, new long[] {1, 3, 640, 640}, pixels)) {
///     request.setInput(0, input);
///     request.infer();
///   }
///   try (Tensor output = request.output(0)) {
///     float first = output.data().get(ValueLayout.JAVA_FLOAT, 0);
///   }
/// }
/// assert ledger.snapshot().isEmpty();
/// ```
///
/// Whoever is handed an object closes it; twice is fine, and its use afterwards is an
/// [IllegalStateException] that names it. C counts references of its own, so the order of closing
/// does not matter, but memory behind a tensor must outlive the last run of the requests that it is
/// bound to.
///
/// What is native lives as long as one of four things:
///
/// - the process: the library itself, which is never unloaded;
/// - the model: weights that were read from memory. They are a copy of ours, given back with the
///   last of the model, what was compiled from it, and their requests;
/// - the slot: requests, and tensors over the slot's memory;
/// - the call: out-parameters, strings, ports, steps of preprocessing.
package io.affut.bindings.openvino;
