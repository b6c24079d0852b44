package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/// Converts TensorFlow.js graph models to ONNX (opset 17).
///
/// Only what the wanted outputs need is converted; weights become 32-bit floats (or integers), also
/// where they are stored as float16 or quantised to 8 or 16 bits. All shapes must be known, but for
/// the batch. Has no state: any thread may use it.
///
/// The batch is the first extent of each input of two axes or more, where the graph has 1 there or
/// -1. Where the graph treats each picture of a batch alone, the network takes batches of any size
/// and does to each picture what it does to one; else the batch becomes 1.
public final class TensorFlowJsImporter {
  /// An importer.
  public TensorFlowJsImporter() {}

  /// Writes the part of a graph model that computes `outputs` as an ONNX file.
  ///
  /// @param modelJson the model's JSON file, of format `graph-model`; its weight files are looked
  ///   for in the same folder
  /// @param outputs names of nodes of the graph; the ONNX file has outputs of the same names, in
  ///   this order
  /// @param onnxFile where to write; replaced when it exists, and only by a complete file
  /// @throws ModelImportException where the model is damaged, uses an operation that is not known,
  ///   or a file cannot be read or written
  public ImportedModel convert(Path modelJson, List<String> outputs, Path onnxFile)
      throws ModelImportException {
    if (outputs.isEmpty()) {
      throw new ModelImportException("no output of " + modelJson + " was asked for");
    }
    if (new HashSet<>(outputs).size() < outputs.size()) {
      throw new ModelImportException("an output was asked for twice: " + outputs);
    }
    GraphModel model = ModelJson.read(modelJson);
    List<GraphNode> order = model.neededFor(outputs);
    Operations.requireKnown(order);
    return converted(model, order, outputs).save(onnxFile);
  }

  private static OnnxModel converted(GraphModel model, List<GraphNode> order, List<String> outputs)
      throws ModelImportException {
    try {
      return converted(model, order, outputs, true);
    } catch (FixedBatchException _) {
      return converted(model, order, outputs, false);
    }
  }

  private static OnnxModel converted(
      GraphModel model, List<GraphNode> order, List<String> outputs, boolean forBatches)
      throws ModelImportException {
    Conversion conversion = new Conversion(model, forBatches);
    for (GraphNode node : order) {
      conversion.convert(node);
    }
    for (String output : outputs) {
      conversion.output(output);
    }
    return conversion.finish();
  }
}
