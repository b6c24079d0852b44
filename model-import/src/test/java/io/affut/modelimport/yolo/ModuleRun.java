package io.affut.modelimport.yolo;

import io.affut.modelimport.Array;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.pytorch.Checkpoint;
import io.affut.modelimport.pytorch.Instance;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One module alone, converted and computed with.
final class ModuleRun {
  private ModuleRun() {}

  /// What the module makes of `input`; where it stands, its path is `m`.
  static Array of(PythonObject module, Array input, Path folder) throws ModelImportException {
    PythonObject holder = PythonObject.module("torch.nn.modules.container.Module");
    Path file = CheckpointWriter.write(holder.part("m", module), folder.resolve("module.pt"));
    NetworkGraph graph = new NetworkGraph(WeightStorage.F32);
    int channels = input.shape()[1];
    graph.input(ModelPort.floats("x", "batch", String.valueOf(channels), "height", "width"));
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      TorchModule root = TorchModule.root((Instance) checkpoint.root());
      FeatureMap result =
          Layers.apply(root.child("m"), new FeatureMap("x", channels, 1024, 1024), graph);
      String out = String.valueOf(result.channels());
      graph.node("Identity", "y", List.of(result.tensor()));
      ModelPort output = ModelPort.floats("y", "batch", out, "down", "across");
      Path onnx = graph.finish(output).save(folder.resolve("module.onnx")).file();
      return Onnx.run(onnx, Map.of("x", input)).get("y");
    }
  }
}
