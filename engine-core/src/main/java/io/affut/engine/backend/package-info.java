/// Networks on devices: what the pipeline needs of OpenVINO, and later of other runtimes, and
/// nothing more.
///
/// ```java
/// try (Network network = backend.load(model, settings, 960, 736)) {
///   Slot slot = network.slots().getFirst();
///   letterbox.run(..., slot.input().host());
///   slot.start();
///   slot.await();
/// }
/// ```
package io.affut.engine.backend;
