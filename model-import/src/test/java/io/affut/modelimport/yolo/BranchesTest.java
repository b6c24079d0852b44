package io.affut.modelimport.yolo;

import static io.affut.modelimport.ArrayAssert.assertSame;
import static io.affut.modelimport.yolo.Modules.conv2dWithBias;
import static io.affut.modelimport.yolo.Modules.detector;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.Array;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.checkpoint.CheckpointImporter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The connections between the two bodies of a YOLOv9e.
class BranchesTest {
  private static final Array PICTURE = Array.random(8, 1, 3, 16, 8);

  @TempDir Path folder;

  @Test
  void aMapOfSeveralIsEnlargedAndAdded() throws Exception {
    // What the branches add to the second map is nothing, as all their weights are 0: the result
    // is that of the network without them. Then the bias of the map that is taken is 1.
    Array plain = run(detector());
    assertSame(run(branched(0, 1)), plain, 1e-4);
    PythonObject withBias = branched(1, 1);
    PythonObject wide = detector();
    Array shift = (Array) wide.at("model.1.bn").table("_parameters").get("bias");
    assertThatThrownBy(() -> assertSame(run(withBias), plain, 1e-4))
        .isInstanceOf(AssertionError.class);
    // The activation is before the sum, so the head sees all channels larger by 1.
    Array weight = (Array) wide.at("model.2.m.0").table("_parameters").get("weight");
    Array bias = (Array) wide.at("model.2.m.0").table("_parameters").get("bias");
    for (int i = 0; i < weight.values().length; i++) {
      bias.values()[i / shift.values().length] += weight.values()[i];
    }
    assertSame(run(wide), run(withBias), 1e-3);
  }

  @Test
  void aMapThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> run(branched(0, 3)))
        .isInstanceOf(ModelImportException.class)
        .hasMessage("model.4 takes map 3 of 3");
  }

  @Test
  void severalMapsAreNotTakenForOne() {
    PythonObject network = branched(0, 1);
    network.at("model.5").set("f", List.of(3));
    assertThatThrownBy(() -> run(network))
        .isInstanceOf(ModelImportException.class)
        .hasMessage("model.5 takes 3 maps of one module");
  }

  /// The detector with three maps of 5, 6 and 4 channels made of its second, halved, of which one
  /// is enlarged and added to it.
  ///
  /// @param bias of the second map
  /// @param taken which map is added
  private static PythonObject branched(float bias, int taken) {
    PythonObject network = detector();
    PythonObject convolution = conv2dWithBias(6, 15);
    Array zero = new Array(new int[] {15, 6, 1, 1}, new float[90]);
    Array biases = new Array(new int[] {15}, new float[15]);
    for (int i = 5; i < 11; i++) {
      biases.values()[i] = bias;
    }
    convolution.parameter("weight", zero).parameter("bias", biases);
    PythonObject halved = Modules.conv(6, 6, 3, 2).set("f", 1);
    PythonObject split =
        PythonObject.module("ultralytics.nn.modules.block.CBLinear")
            .set("c2s", List.of(5, 6, 4))
            .set("f", -1)
            .part("conv", convolution);
    PythonObject fuse =
        PythonObject.module("ultralytics.nn.modules.block.CBFuse")
            .set("idx", List.of(taken))
            .set("f", List.of(3, 1));
    PythonObject head = network.at("model.2").set("f", List.of(4));
    Map<String, Object> modules = new LinkedHashMap<>(network.at("model").table("_modules"));
    modules.put("2", halved);
    modules.put("3", split);
    modules.put("4", fuse);
    modules.put("5", head);
    network.at("model").set("_modules", modules);
    return network;
  }

  private Array run(PythonObject network) throws Exception {
    Path file = CheckpointWriter.write(Modules.checkpoint(network), folder.resolve("network.pt"));
    Path onnx =
        new CheckpointImporter(Map.of(), WeightStorage.F32, _ -> {})
            .convert(file, folder.resolve("network.onnx"))
            .model()
            .file();
    return Onnx.run(onnx, Map.of("images", PICTURE)).get("output0");
  }
}
