package io.affut.modelimport.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.ModelImportException;
import io.affut.testing.Fixtures;
import io.affut.testing.NumpyArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What PyTorch, Ultralytics, YOLOv5 and timm wrote comes out as they put it in.
class FixtureCheckpointsTest {
  @Test
  void everyKindOfStorageIsReadExactly() throws Exception {
    Map<String, NumpyArray> expected = NumpyArray.readAll(fixture("storages.reference.npz"));
    try (Checkpoint checkpoint = Checkpoint.open(fixture("storages.pt"))) {
      Table tensors = table(table(checkpoint.root()).get("state_dict").orElseThrow());
      assertThat(tensors.entries()).hasSameSizeAs(expected.keySet()).hasSize(9);
      for (Map.Entry<String, NumpyArray> array : expected.entrySet()) {
        Tensor tensor = (Tensor) tensors.get(array.getKey()).orElseThrow();
        assertThat(tensor.floats()).as(array.getKey()).containsExactly(array.getValue().floats());
        assertThat(tensor.shape().stream().mapToInt(Math::toIntExact).toArray())
            .as(array.getKey())
            .containsExactly(array.getValue().shape());
      }
    }
  }

  @Test
  void elementTypesAreThoseOfPyTorch() throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(fixture("storages.pt"))) {
      Table tensors = table(table(checkpoint.root()).get("state_dict").orElseThrow());
      assertThat(tensors.entries())
          .extracting(entry -> entry.getKey() + " " + entry.getValue())
          .containsExactly(
              "Text[value=bf16] bfloat16[4, 5]",
              "Text[value=f16] float16[3, 3]",
              "Text[value=view] float32[3, 4]",
              "Text[value=transposed] float32[8, 6]",
              "Text[value=same_storage] float32[6, 8]",
              "Text[value=i64] int64[7]",
              "Text[value=u8] uint8[5]",
              "Text[value=scalar] float32[]",
              "Text[value=empty] float32[0, 3]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          yolov8n-random.pt            | 359 | ultralytics.nn.tasks.DetectionModel
          yolo11n-random.pt            | 503 | ultralytics.nn.tasks.DetectionModel
          yolov5n-random.pt            | 357 | models.yolo.DetectionModel
          yolov5n6-random.pt           | 469 | models.yolo.DetectionModel
          """)
  void networksOfModulesAreReadWhole(String file, int tensors, String type) throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(fixture(file))) {
      Instance model = (Instance) table(checkpoint.root()).get("model").orElseThrow();
      assertThat(model.type()).isEqualTo(type);
      assertThat(Graph.tensors(checkpoint.root())).hasSize(tensors);
      Table modules = table(model.get("_modules").orElseThrow());
      Instance layers = (Instance) modules.get("model").orElseThrow();
      assertThat(layers.type()).isEqualTo("torch.nn.modules.container.Sequential");
      Instance first =
          (Instance) table(layers.get("_modules").orElseThrow()).get("0").orElseThrow();
      Instance convolution =
          (Instance) table(first.get("_modules").orElseThrow()).get("conv").orElseThrow();
      assertThat(convolution.type()).isEqualTo("torch.nn.modules.conv.Conv2d");
      Tensor weight =
          (Tensor) table(convolution.get("_parameters").orElseThrow()).get("weight").orElseThrow();
      assertThat(weight.type()).isEqualTo(ScalarType.FLOAT16);
      assertThat(weight.floats()).hasSize((int) weight.count()).doesNotContain(Float.NaN);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dinov2-vit-tiny-random.pt,state_dict,base_model.pos_embed,36",
    "dfne-style-vit-tiny-random.pt,model_state_dict,pos_embed,36",
    "dinov3-vit-tiny-random.pt,state_dict,base_model.reg_token,34"
  })
  void networksOfNamedWeightsAreReadWhole(String file, String key, String weight, int tensors)
      throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(fixture(file))) {
      Table weights = table(table(checkpoint.root()).get(key).orElseThrow());
      assertThat(weights.entries()).hasSize(tensors);
      assertThat(weights.get(weight)).containsInstanceOf(Tensor.class);
    }
  }

  @Test
  void aBareStateIsATable() throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(fixture("bird-head-tiny-random.pt"))) {
      Tensor weight = (Tensor) table(checkpoint.root()).get("bird_model.0.weight").orElseThrow();
      assertThat(weight.shape()).containsExactly(128L, 64L);
    }
  }

  @Test
  void thePickledTransformIsCarriedButNotMade() throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(fixture("dinov3-vit-tiny-random.pt"))) {
      assertThat(table(checkpoint.root()).get("transform"))
          .contains(new Opaque("torchvision.transforms.transforms.Compose"));
    }
  }

  @Test
  void aHostilePickleIsRefusedByWhatItWouldCall() {
    assertThatThrownBy(() -> Checkpoint.open(fixture("hostile-pickle.pt")))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("hostile-pickle.pt: it asks for posix.system, which is not on the")
        .hasMessageContaining("nothing of it was run");
  }

  @Test
  void theOldFormatIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> Checkpoint.open(fixture("legacy-format.pt")))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("legacy-format.pt: it is in the old format of PyTorch before 1.6")
        .hasMessageContaining("re-save it with torch.save(torch.load(...))");
  }

  @Test
  void aTruncatedFileIsRefused() {
    assertThatThrownBy(() -> Checkpoint.open(fixture("truncated.pt")))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("truncated.pt: its end is missing");
  }

  @Test
  void aFileCutAnywhereIsRefused(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(fixture("storages.pt"));
    MadeCheckpoint made = MadeCheckpoint.in(folder);
    for (int length = 0; length < whole.length; length += 29) {
      assertThat(made.refusal(Arrays.copyOf(whole, length))).isNotBlank();
    }
  }

  private static Path fixture(String name) {
    return Fixtures.at("checkpoints/" + name);
  }

  private static Table table(Value value) {
    return (Table) value;
  }
}
