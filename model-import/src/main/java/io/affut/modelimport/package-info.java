/// Other people's model files to ONNX: what every importer gives back, and how it refuses.
///
/// An importer reads a file that it does not trust. It either writes a complete ONNX file or leaves
/// none, and says in one sentence what was wrong.
///
/// ```java
/// ImportedModel model =
///     new TensorFlowJsImporter()
///         .convert(Path.of("model.json"), List.of("scores"), Path.of("model.onnx"));
/// System.out.println(model.inputs() + " -> " + model.outputs() + ", SHA-256 " + model.sha256());
/// ```
package io.affut.modelimport;
