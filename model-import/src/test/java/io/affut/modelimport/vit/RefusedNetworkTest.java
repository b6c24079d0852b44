package io.affut.modelimport.vit;

import static io.affut.modelimport.Array.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.Array;
import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.NetworkDescription.Classifier;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.pytorch.Checkpoint;
import io.affut.modelimport.pytorch.TableFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a state dict must have to be converted, and how it is refused otherwise: in one sentence
/// that names the weight or the setting, and without a file.
class RefusedNetworkTest {
  private static final Map<String, String> HEADS = Map.of("heads", "2");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patch_embed.proj.bias",
        "blocks.0.attn.qkv.weight",
        "blocks.0.attn.qkv.bias",
        "blocks.1.attn.proj.bias",
        "blocks.1.ls1.gamma",
        "blocks.0.mlp.fc1.weight",
        "blocks.0.mlp.fc2.bias",
        "norm.weight",
        "head.weight"
      })
  void aMissingWeightIsNamed(String name) {
    Map<String, Array> weights = MadeVit.dinov2();
    weights.remove(name);
    assertRefused(weights, "the checkpoint lacks the weight " + name);
  }

  @Test
  void aMissingWeightIsNamedWithItsPrefix() {
    Map<String, Array> weights = prefixed("base_model.", MadeVit.dinov2());
    weights.remove("base_model.norm.bias");
    assertRefused(weights, "the checkpoint lacks the weight base_model.norm.bias");
  }

  /// As ViT and DeiT have no LayerScale, Swin has no class token, and BEiT no register tokens.
  @ParameterizedTest
  @CsvSource({
    "false, blocks.0.ls1.gamma",
    "false, cls_token",
    "true, blocks.0.gamma_1",
    "true, cls_token",
    "true, reg_token"
  })
  void transformersOfOtherKindsAreSaidToBeThat(boolean v3, String name) {
    Map<String, Array> weights = v3 ? MadeVit.dinov3() : MadeVit.dinov2();
    weights.remove(name);
    assertRefused(weights, "it is a transformer of another kind than DINOv2 and DINOv3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"blocks.1.attn.q_norm.weight", "fc_norm.weight", "blocks.2.norm3.bias"})
  void aWeightThatHasNoPlaceIsNamed(String name) {
    Map<String, Array> weights = MadeVit.dinov2();
    weights.put(name, Array.random(1, 8));
    assertRefused(weights, "the weight '" + name + "' is not part of a network that is known here");
  }

  @Test
  void aWeightWithAnotherPrefixHasNoPlace() {
    Map<String, Array> weights = prefixed("base_model.", MadeVit.dinov2());
    weights.put("head.bias", Array.random(1, 3));
    assertRefused(weights, "the weight 'head.bias' is not part of");
  }

  @Test
  void anOddNameIsShownOnOneShortLine() {
    Map<String, Array> weights = MadeVit.dinov2();
    weights.put("odd\nname" + "x".repeat(500), Array.random(1, 8));
    assertThatThrownBy(() -> convert(weights, HEADS))
        .isInstanceOf(ModelImportException.class)
        .message()
        .startsWith("the weight 'odd?namexxx")
        .hasSizeLessThan(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "norm.weight              | 9        | the shape [9] instead of [8]",
        "head.bias                | 4        | the shape [4] instead of [3]",
        "patch_embed.proj.weight  | 8 3 14 7 | the shape [8, 3, 14, 7] instead of [8, 3, 7, 7]",
        "patch_embed.proj.weight  | 8 4 14 14| the shape [8, 4, 14, 14] instead of [8, 3, 14, 14]",
        "blocks.0.attn.qkv.weight | 16 8     | the shape [16, 8] instead of [24, 8]",
        "blocks.1.mlp.fc1.weight  | 16 8     | the shape [16, 8] instead of [32, 8]",
        "cls_token                | 8        | the shape [8], but should have 3 extents",
        "pos_embed                | 1 11 8   | the shape [1, 11, 8], which is no class token and",
        "pos_embed                | 11 8     | the shape [11, 8], which is no class token and",
        "pos_embed                | 1 10 9   | the shape [1, 10, 9] instead of [1, 10, 8]",
      })
  void aWeightOfAnotherShapeIsNamed(String name, String extents, String reason) {
    Map<String, Array> weights = MadeVit.dinov2();
    int[] shape = Arrays.stream(extents.strip().split(" +")).mapToInt(Integer::parseInt).toArray();
    weights.put(name, Array.random(1, shape));
    assertRefused(weights, "the weight " + name + " has " + reason);
  }

  @Test
  void somethingElseThanATensorIsNoWeight() {
    Map<String, Object> weights = new LinkedHashMap<>(MadeVit.dinov2());
    weights.put("norm.weight", "text");
    assertRefused(weights, "norm.weight should be a tensor of floats, but is");
  }

  @ParameterizedTest
  @CsvSource({
    "cls_token,               1 1 8193,  8193",
    "patch_embed.proj.weight, 8 3 65 65, 65",
    "blocks.0.mlp.fc1.weight, 40000 1,   40000",
    "head.weight,             200000 1,  200000",
    "head.weight,             0 8,       0",
  })
  void anAbsurdExtentIsRefused(String name, String extents, String extent) {
    Map<String, Array> weights = MadeVit.dinov2();
    int[] shape = Arrays.stream(extents.split(" ")).mapToInt(Integer::parseInt).toArray();
    weights.put(name, Array.random(1, shape));
    assertRefused(weights, extent + " is not between 1 and");
  }

  @Test
  void moreBlocksThanAnyNetworkHasAreRefused() {
    Map<String, Array> weights = MadeVit.dinov2();
    for (int i = 2; i <= 100; i++) {
      weights.put("blocks." + i + ".norm1.weight", Array.random(1, 1));
    }
    assertRefused(weights, "the network has 101 blocks, more than 100");
  }

  @Test
  void anUnknownBackboneIsNamedAndTheKnownOnesAre() {
    Map<String, Object> root = deepFaune("vit_giant_patch14_dinov2.lvd142m", 3, MadeVit.dinov2());
    assertRefused(
        root,
        "the backbone 'vit_giant_patch14_dinov2.lvd142m' is not known here; known are vit_small_");
  }

  @Test
  void aBackboneOfTheOtherKindIsRefused() {
    Map<String, Object> root = deepFaune("vit_large_patch16_dinov3", 3, MadeVit.dinov2());
    assertRefused(
        root,
        "names the backbone vit_large_patch16_dinov3, but has the weights of a dinov2 network");
  }

  @Test
  void anotherNumberOfClassesThanTheCheckpointSaysIsRefused() {
    Map<String, Object> root = deepFaune("vit_large_patch14_dinov2", 38, MadeVit.dinov2());
    assertRefused(root, "says that it has 38 classes, but its last layer has 3");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSmallNetworkNeedsItsNumberOfHeads(boolean named) {
    Map<String, ?> root =
        named ? deepFaune("vit_large_patch14_dinov2", 3, MadeVit.dinov2()) : MadeVit.dinov2();
    assertThatThrownBy(() -> convert(root, Map.of()))
        .isInstanceOf(ModelImportException.class)
        .hasMessage(
            "the network has 2 blocks of width 8, as no backbone that is known here; "
                + "pass how many attention heads it has, such as heads=4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heads | 3    | a width of 8 cannot be divided among 3 attention heads",
        "heads | 0    | the setting heads is a number from 1 to 4096, so not 0",
        "heads | four | the setting heads is a number from 1 to 4096, so not four",
        "size  | 9999 | the setting size is a number from 1 to 4096, so not 9999",
        "size  | 100  | pictures of 100 pixels cannot be cut into patches of 14",
        "pool  | max  | the setting pool is token or avg, so not max",
        "depth | 2    | the settings heads, size and pool, so not depth",
      })
  void aWrongSettingIsRefused(String key, String value, String reason) {
    Map<String, String> settings = new LinkedHashMap<>(HEADS);
    settings.put(key, value);
    assertThatThrownBy(() -> convert(MadeVit.dinov2(), settings))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNormalisationOfWhatWasPooledDoesNotSayWhatWas(boolean v3) {
    Map<String, Array> weights = v3 ? MadeVit.dinov3() : MadeVit.dinov2();
    weights.put("fc_norm.weight", weights.remove("norm.weight"));
    weights.put("fc_norm.bias", weights.remove("norm.bias"));
    assertRefused(
        weights,
        "the network has the weights of fc_norm, as timm trains it with global_pool=\"avg\"; "
            + "pass pool=avg, or pool=token if it was trained with that");
  }

  @Test
  void theRotaryEmbeddingNeedsHeadsThatCanBeQuartered() {
    assertThatThrownBy(() -> convert(MadeVit.dinov3(), Map.of("heads", "4")))
        .hasMessageContaining("a width of 8 cannot be divided among 4 attention heads");
  }

  @Test
  void aBirdHeadHasNoSettings() {
    assertThatThrownBy(() -> convert(MadeVit.birdHead(), HEADS))
        .hasMessage("a bird head has no settings, so not heads");
  }

  @Test
  void aBirdHeadIsRefusedAsAClassifierIs() {
    Map<String, Array> weights = MadeVit.birdHead();
    weights.put("bird_model.1.running_var", MadeVit.filled(-1, 16));
    assertThatThrownBy(() -> convert(weights, Map.of()))
        .hasMessageContaining("bird_model.1.running_var holds -1.0, which is no variance");
    weights.remove("bird_model.1.running_var");
    assertThatThrownBy(() -> convert(weights, Map.of()))
        .hasMessage("the checkpoint lacks the weight bird_model.1.running_var");
  }

  @Test
  void aWeightBeyondSixteenBitsIsRefusedWhereTheyAreAskedFor() throws Exception {
    Map<String, Array> weights = MadeVit.birdHead();
    float[] large = new float[8192];
    Arrays.fill(large, 70_000);
    weights.put("bird_model.4.weight", new Array(shape(512, 16), large));
    weights.put("bird_model.4.bias", Array.random(1, 512));
    Path file = TableFile.write(folder.resolve("large.pt"), weights);
    Path onnx = folder.resolve("large.onnx");
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThatThrownBy(
              () -> new VitImporter(Map.of(), WeightStorage.F16).convert(checkpoint.root(), onnx))
          .isInstanceOf(ModelImportException.class)
          .hasMessage(
              "the weight bird_model.4.weight holds 70000.0, which 16-bit floats cannot hold; "
                  + "store the weights as f32");
    }
    assertThat(onnx).doesNotExist();
  }

  @Test
  void otherCheckpointsAreNotRecognised() throws Exception {
    Map<String, Object> other = Map.of("state_dict", Map.of("conv1.weight", Array.random(1, 2)));
    Path file = TableFile.write(folder.resolve("other.pt"), other);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(VitImporter.recognises(checkpoint.root())).isFalse();
    }
  }

  @Test
  void aNetworkWithoutANameIsCalledWhatIsKnownOfIt() throws Exception {
    ImportedCheckpoint imported = convert(MadeVit.dinov3(), Map.of("heads", "2", "size", "64"));
    Classifier network = (Classifier) imported.network();
    assertThat(network.backbone()).isEqualTo("vit_patch16_dinov3");
    assertThat(network.imageSize()).isEqualTo(64);
  }

  private void assertRefused(Map<String, ?> root, String reason) {
    assertThatThrownBy(() -> convert(root, HEADS))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining(reason);
    assertThat(folder.resolve("made.onnx")).doesNotExist();
  }

  private ImportedCheckpoint convert(Map<String, ?> root, Map<String, String> settings)
      throws Exception {
    Path file = TableFile.write(folder.resolve("made.pt"), root);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(VitImporter.recognises(checkpoint.root())).isTrue();
      return new VitImporter(settings, WeightStorage.F32)
          .convert(checkpoint.root(), folder.resolve("made.onnx"));
    } finally {
      Files.delete(file);
    }
  }

  private static Map<String, Object> deepFaune(
      String backbone, int classes, Map<String, Array> weights) {
    return Map.of(
        "args", Map.of("backbone", backbone, "num_classes", classes),
        "state_dict", prefixed("base_model.", weights));
  }

  private static Map<String, Array> prefixed(String prefix, Map<String, Array> weights) {
    Map<String, Array> prefixed = new LinkedHashMap<>();
    weights.forEach((name, weight) -> prefixed.put(prefix + name, weight));
    return prefixed;
  }
}
