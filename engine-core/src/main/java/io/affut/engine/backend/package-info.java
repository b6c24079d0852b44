/// Networks on devices: what the pipeline needs of OpenVINO and TensorRT, and nothing more. Each
/// backend keeps the same contract; only where a picture goes differs ([SlotInput]).
///
/// ```java
/// try (Network network = backend.load(model, settings, 960, 736)) {
///   Slot slot = network.slots().getFirst();
///   slot.input().host().copyFrom(letterboxed);
///   slot.start();
///   slot.await();
/// }
/// ```
package io.affut.engine.backend;
