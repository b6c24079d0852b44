/// TensorFlow.js graph models (`model.json` with its weight files) to ONNX.
///
/// The graph keeps the layout of its inputs and outputs (NHWC, as TensorFlow writes pictures).
/// Inside, convolutions and what follows them run channels first, as ONNX wants it: each value
/// knows in which layouts it exists, and a transpose is added only when an operation asks for one
/// that does not exist yet. A network of convolutions so gets one transpose at its input and one at
/// each output.
///
/// ```java
/// ImportedModel model =
///     new TensorFlowJsImporter()
///         .convert(
///             Path.of("models/centernet.json"),
///             List.of("tower_0/keypoints", "tower_0/wh"),
///             Path.of("model.onnx"));
/// ```
///
/// To teach it an operation, add an entry to the family that it belongs to ([Elementwise],
/// [Convolutions], [Pooling], [Reductions], [Rearrangements], [Slices], [Resizing], [Products],
/// [Normalisation]) and a test to `OperationsTest`.
package io.affut.modelimport.tensorflowjs;
