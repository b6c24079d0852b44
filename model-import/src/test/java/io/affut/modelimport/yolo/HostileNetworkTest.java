package io.affut.modelimport.yolo;

import static io.affut.modelimport.yolo.Modules.conv;
import static io.affut.modelimport.yolo.Modules.conv2dWithBias;
import static io.affut.modelimport.yolo.Modules.detector;
import static io.affut.modelimport.yolo.Modules.list;
import static io.affut.modelimport.yolo.Modules.sequential;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.Array;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.checkpoint.CheckpointImporter;
import io.affut.modelimport.yolo.CheckpointWriter.StridedArray;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A damaged or malicious tree of modules is refused when it is imported, in a sentence that says
/// where; nothing is written.
class HostileNetworkTest {
  @TempDir Path folder;

  @Test
  void theNetworkThatTheOthersAreMadeFromIsGood() throws Exception {
    assertThat(convert(detector())).exists();
  }

  @Test
  void anUnknownModuleIsNamed() {
    PythonObject network = detector();
    PythonObject unknown = PythonObject.module("ultralytics.nn.modules.block.C3TR").set("f", -1);
    network.at("model").part("1", unknown);
    assertRefused(network)
        .hasMessage(
            "model.1 is a module of the class ultralytics.nn.modules.block.C3TR, which is"
                + " not known");
  }

  @Test
  void aClassFromElsewhereIsNotTakenForOneOfTheSameName() {
    PythonObject network = detector();
    network.at("model").part("1", PythonObject.module("utils.SiLU").set("f", -1));
    assertRefused(network)
        .hasMessage("model.1 is a module of the class utils.SiLU, which is not known");
  }

  @ParameterizedTest
  @CsvSource({
    "ultralytics.nn.modules.head.Segment, segments pictures",
    "models.yolo.Segment, segments pictures",
    "ultralytics.nn.modules.head.Pose, finds the poses of bodies",
    "ultralytics.nn.modules.head.OBB, gives boxes that are turned",
    "ultralytics.nn.modules.head.Classify, classifies whole pictures",
    "ultralytics.nn.modules.head.RTDETRDecoder, RT-DETR"
  })
  void headsOfOtherTasksAreSaidToBeThat(String type, String task) {
    PythonObject network = detector();
    network.at("model").part("2", PythonObject.module(type).set("f", List.of(1)));
    assertRefused(network)
        .hasMessageStartingWith("model.2 is the head of a network that ")
        .hasMessageContaining(task)
        .hasMessageContaining(type)
        .hasMessageEndingWith(
            "only detectors of YOLOv5, YOLOv8 to YOLO12 and YOLO26 can be imported");
  }

  @Test
  void aNetworkWithoutAHeadIsRefused() {
    PythonObject network = detector();
    network.at("model").table("_modules").remove("2");
    assertRefused(network)
        .hasMessage("model.1 is the last module, and no detection head: models.common.Conv");
  }

  @Test
  void anEmptyNetworkIsRefused() {
    assertRefused(detector().part("model", sequential())).hasMessage("the network is empty");
    assertRefused(new PythonObject("models.yolo.DetectionModel"))
        .hasMessage("the network is no module: it has no _modules");
  }

  @Test
  void aModuleThatContainsItselfIsRefused() {
    PythonObject network = detector();
    PythonObject loop = sequential().set("f", -1);
    network.at("model").part("1", loop.part("0", loop));
    assertRefused(network)
        .hasMessageStartingWith("model.1.0.0.0")
        .hasMessageEndingWith("is nested too deeply");
  }

  @Test
  void modulesThatMultiplyEachOtherAreRefused() {
    PythonObject network = detector();
    PythonObject bomb = PythonObject.module("torch.nn.modules.linear.Identity");
    for (int i = 0; i < 20; i++) {
      bomb = sequential(bomb, bomb, bomb, bomb, bomb, bomb, bomb, bomb);
    }
    network.at("model").part("1", bomb.set("f", -1));
    assertRefused(network).hasMessageContaining("runs more than 10,000 modules");
  }

  @Test
  void aKernelThatClaimsToBeHugeIsRefused() {
    PythonObject network = detector();
    var huge = new StridedArray(new int[] {70000, 4, 3, 3}, new int[4], new float[1]);
    network.at("model.1.conv").parameter("weight", huge);
    assertRefused(network).hasMessage("model.1.conv has a kernel of the shape [70000, 4, 3, 3]");
  }

  @Test
  void weightsThatAreRepeatedWithoutEndAreRefused() {
    PythonObject network = detector();
    var large = new StridedArray(new int[] {4096, 4096, 1, 1}, new int[4], new float[1]);
    PythonObject convolution = conv2dWithBias(1, 1).parameter("weight", large);
    convolution.parameter("bias", null);
    PythonObject first = conv2dWithBias(4, 4096);
    PythonObject[] all = new PythonObject[20];
    Arrays.fill(all, convolution);
    all[0] = first;
    network.at("model").part("1", sequential(all).set("f", -1));
    assertRefused(network).hasMessageContaining("has more than 268,435,456 weights");
  }

  @Test
  void gridsThatDoNotDoubleAreRefused() {
    PythonObject network = detector();
    network
        .at("model.2")
        .set("f", List.of(1, 0))
        .set("stride", new Array(new int[] {2}, new float[] {4, 2}))
        .buffer("anchors", new Array(new int[] {2, 1, 2}, new float[] {2, 3, 2, 3}))
        .part("m", list(conv2dWithBias(6, 7), conv2dWithBias(4, 7)));
    assertRefused(network)
        .hasMessageStartingWith("the network has grids of cells of [4, 2] pixels");
  }

  @Test
  void channelsThatDoNotFitAreRefused() {
    PythonObject network = detector();
    network.at("model").part("1", conv(5, 6, 3, 2).set("f", -1));
    assertRefused(network)
        .hasMessage(
            "model.1.conv has a kernel of the shape [6, 5, 3, 3] (groups: 1), but 4 channels"
                + " arrive");
  }

  @Test
  void aHeadThatDoesNotFitItsClassesIsRefused() {
    PythonObject network = detector();
    network.at("model.2").set("nc", 3);
    assertRefused(network)
        .hasMessage(
            "model.2.m.0 gives 7 channels of 256 by 256 where 8 channels of 256 by 256 are"
                + " needed");
  }

  @Test
  void aStrideThatIsNotTheNetworksIsRefused() {
    PythonObject network = detector();
    network.at("model.2").set("stride", new Array(new int[] {1}, new float[] {8}));
    assertRefused(network)
        .hasMessage(
            "model.2 has a stride of 8.0, but gets 6 channels of 256 by 256 for a picture of"
                + " 1024 pixels");
  }

  @Test
  void mapsThatDoNotFitEachOtherCannotBeJoined() {
    PythonObject network = detector();
    PythonObject concat =
        PythonObject.module("models.common.Concat").set("d", 1).set("f", List.of(-1, 0));
    PythonObject head = network.at("model.2");
    network.at("model").part("2", concat).part("3", head);
    assertRefused(network)
        .hasMessage(
            "model.2 joins 6 channels of 256 by 256 and 4 channels of 512 by 512, which do"
                + " not fit each other");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, -3, 2147483647, -2147483648})
  void aModuleTakesOnlyWhatRunsBeforeIt(int from) {
    PythonObject network = detector();
    network.at("model.1").set("f", from);
    assertRefused(network).hasMessageStartingWith("model.1 takes what module " + from);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel_size", "stride", "padding", "dilation", "groups"})
  void absurdNumbersAreRefused(String attribute) {
    for (Object absurd :
        new Object[] {
          -1,
          0x7fffffff,
          BigInteger.TWO.pow(64),
          2.5,
          Double.NaN,
          "3",
          null,
          List.of(),
          List.of(1, 2, 3),
          List.of("a", 1)
        }) {
      PythonObject network = detector();
      network.at("model.1.conv").set(attribute, absurd);
      assertRefused(network).hasMessageStartingWith("model.1.conv has a");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "model, f, model.0",
    "model.0.conv, kernel_size, model.0.conv",
    "model.0.conv, groups, model.0.conv",
    "model.0.bn, eps, model.0.bn",
    "model.2, nc, model.2",
    "model.2, na, model.2",
    "model.2, f, model.2",
    "model.2, stride, model.2"
  })
  void whatIsMissingIsNamed(String path, String attribute, String where) {
    PythonObject network = detector();
    (path.equals("model") ? network.at("model.0") : network.at(path)).unset(attribute);
    assertRefused(network).hasMessageStartingWith(where + " has no ");
  }

  @ParameterizedTest
  @CsvSource({
    "model.0.conv, _parameters, weight, tensor",
    "model.0.conv, _parameters, bias, parameter",
    "model.0.bn, _parameters, weight, parameter",
    "model.0.bn, _parameters, bias, parameter",
    "model.0.bn, _buffers, running_mean, tensor",
    "model.2, _buffers, anchors, tensor",
    "model.0, _modules, act, part"
  })
  void aPartOrTensorThatIsMissingIsNamed(String path, String table, String name, String what) {
    PythonObject network = detector();
    network.at(path).table(table).remove(name);
    assertRefused(network).hasMessage(path + " has no " + what + " " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_modules", "_parameters", "_buffers"})
  void anObjectThatIsNoModuleIsRefused(String table) {
    for (Object wrong : new Object[] {null, 3, List.of(1), "x"}) {
      PythonObject network = detector();
      network.at("model.1.conv").set(table, wrong);
      PythonObject other = detector();
      other.at("model").set("_modules", wrong);
      assertRefused(other).hasMessage("model is no module: it has no _modules");
      if (!table.equals("_modules")) {
        assertRefused(network).hasMessage("model.1.conv is no module: it has no " + table);
      }
    }
  }

  @Test
  void aPartThatIsNoModuleOrHasNoNameIsRefused() {
    for (Object wrong : new Object[] {3, "x", List.of(), Map.of(), Array.random(1, 1)}) {
      PythonObject network = detector();
      network.at("model.1").part("conv", wrong);
      assertRefused(network).hasMessage("model.1 has a part conv that is no module");
    }
    PythonObject network = detector();
    network.at("model").part("a.b\n", conv(3, 3, 1, 1));
    assertRefused(network).hasMessage("model has a part whose name is no name");
    Map<Object, Object> parts = new LinkedHashMap<>(Map.of(7, conv(3, 3, 1, 1)));
    assertRefused(detector().part("model", sequential().set("_modules", parts)))
        .hasMessage("model has a part without a name");
  }

  @Test
  void weightsOfAnotherShapeAreRefused() {
    for (int[] shape : new int[][] {{}, {6}, {6, 4}, {6, 4, 3}, {6, 4, 3, 3, 1}, {0, 4, 3, 3}}) {
      PythonObject network = detector();
      network.at("model.1.conv").parameter("weight", Array.random(1, shape));
      assertRefused(network).hasMessageStartingWith("model.1.conv has a kernel of");
    }
    PythonObject network = detector();
    network.at("model.1.conv").parameter("weight", Array.random(1, 6, 4, 5, 5));
    assertRefused(network).hasMessageContaining("[6, 4, 5, 5] and another kernel_size");
  }

  @Test
  void batchNormsOfAnotherSizeAreRefused() {
    PythonObject network = detector();
    network.at("model.1.bn").buffer("running_mean", Array.random(1, 5));
    assertRefused(network).hasMessage("model.1.bn has 5 numbers in running_mean instead of 6");
  }

  @Test
  void numbersThatCannotBeComputedWithAreRefused() {
    PythonObject negative = detector();
    negative.at("model.1.bn").buffer("running_var", filled(-1, 6));
    assertRefused(negative)
        .hasMessage("model.1.bn has a variance that cannot be computed with: -1.0");
    PythonObject infinite = detector();
    infinite.at("model.1.conv").parameter("weight", filled(Float.NaN, 6, 4, 3, 3));
    assertRefused(infinite).hasMessage("model.1.conv has a weight that is NaN");
    PythonObject bias = detector();
    bias.at("model.2.m.0").parameter("bias", filled(Float.POSITIVE_INFINITY, 7));
    assertRefused(bias).hasMessage("model.2.m.0 has a weight that is Infinity");
  }

  @Test
  void anchorsOfAnotherNumberAreRefused() {
    PythonObject network = detector();
    network.at("model.2").buffer("anchors", Array.random(1, 1, 2, 2));
    assertRefused(network).hasMessage("model.2 has 4 numbers in anchors instead of 2");
  }

  @Test
  void anEnlargementWithoutEndIsRefused() {
    PythonObject network = detector();
    PythonObject enlarge =
        PythonObject.module("torch.nn.modules.upsampling.Upsample")
            .set("mode", "nearest")
            .set("scale_factor", 16);
    network.at("model").part("1", sequential(enlarge, enlarge, enlarge).set("f", -1));
    assertRefused(network).hasMessage("model.1.1 enlarges 4 channels of 8192 by 8192 even more");
  }

  @Test
  void namesThatDoNotFitAreRefused() {
    assertRefused(detector().set("names", List.of("animal")))
        .hasMessage(
            "the network has names for 1 classes, but tells 2 apart; set its names in PyTorch"
                + " and save it again");
    assertRefused(detector().set("names", Map.of(0, "animal", 2, "person")))
        .hasMessageContaining("names for 2 classes");
    for (Object wrong : new Object[] {List.of("a", ""), List.of("a", 3), Map.of("a", "b")}) {
      assertRefused(detector().set("names", wrong))
          .hasMessage("the network has an unusable attribute names");
    }
    assertRefused(detector().unset("names")).hasMessageContaining("names for 0 classes");
  }

  private static Array filled(float value, int... shape) {
    Array array = Array.random(1, shape);
    Arrays.fill(array.values(), value);
    return array;
  }

  private Path convert(PythonObject network) throws ModelImportException {
    Path file = CheckpointWriter.write(Modules.checkpoint(network), folder.resolve("network.pt"));
    return new CheckpointImporter(Map.of(), WeightStorage.F32, _ -> {})
        .convert(file, folder.resolve("network.onnx"))
        .model()
        .file();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(PythonObject network) {
    AbstractThrowableAssert<?, ? extends Throwable> refusal =
        assertThatThrownBy(() -> convert(network)).isInstanceOf(ModelImportException.class);
    assertThat(Files.exists(folder.resolve("network.onnx"))).isFalse();
    return refusal;
  }
}
