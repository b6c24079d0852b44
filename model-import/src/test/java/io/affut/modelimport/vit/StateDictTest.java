package io.affut.modelimport.vit;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.Array;
import io.affut.modelimport.NetworkDescription.Classifier;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.checkpoint.CheckpointImporter;
import io.affut.modelimport.pytorch.TableFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the weights lie in a checkpoint, and what may stand before their names.
class StateDictTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "state_dict, model.",
    "model_state_dict, ''",
    "model, ''",
    "model, module.",
    "net, module.backbone.",
    "network, ''",
    "module, ''",
    "weights, ''",
    "model_ema, ''",
    "state_dict_ema, ''",
    "ema, module."
  })
  void trainingProgramsKeepItUnderSeveralNames(String place, String prefix) throws Exception {
    Map<String, Object> weights = new LinkedHashMap<>();
    MadeVit.dinov2().forEach((name, weight) -> weights.put(prefix + name, weight));
    assertThat(classes(Map.of(place, weights, "epoch", 3))).isEqualTo(3);
  }

  @Test
  void aMovingAverageIsNotTakenWhereTheWeightsAreThere() throws Exception {
    Map<String, Array> averaged = MadeVit.dinov2();
    averaged.put("head.weight", Array.random(1, 5, 8));
    averaged.put("head.bias", Array.random(1, 5));
    assertThat(classes(Map.of("ema", averaged, "model", MadeVit.dinov2()))).isEqualTo(3);
    assertThat(classes(Map.of("ema", averaged, "optimizer", Map.of()))).isEqualTo(5);
  }

  private int classes(Map<String, Object> checkpoint) throws Exception {
    Path file = TableFile.write(folder.resolve("a.pt"), checkpoint);
    return ((Classifier)
            new CheckpointImporter(Map.of("heads", "2"), WeightStorage.F32, _ -> {})
                .convert(file, folder.resolve("a.onnx"))
                .network())
        .classes();
  }
}
