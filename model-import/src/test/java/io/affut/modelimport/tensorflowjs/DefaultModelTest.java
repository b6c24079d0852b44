package io.affut.modelimport.tensorflowjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.PackageClientException;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.library.PinnedPackage;
import io.affut.modelimport.Array;
import io.affut.modelimport.Batches;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Onnx;
import io.affut.testing.Fixtures;
import io.affut.testing.NumpyArray;
import io.affut.testing.Required;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The network that Affût brings along, from the npm package that carries it.
class DefaultModelTest {
  private static final PinnedPackage HUMAN =
      new PinnedPackage(
          "@vladmandic/human",
          "3.3.6",
          "vladmandic-human-3.3.6.tgz",
          "425e9c51dbbca0c8934362b170cb0d54c2529c11c654b3c03092b16e9d6ad3f7",
          List.of());

  private static final String HEAT = "tower_0/keypoints";
  private static final String EXTENT = "tower_0/wh";

  @TempDir static Path folder;
  private static ImportedModel model;
  private static GraphProto graph;

  @BeforeAll
  static void importTheModel() throws Exception {
    Path tarball = fetched();
    unpack(tarball, Set.of("package/models/centernet.json", "package/models/centernet.bin"));
    model = convert("model.onnx");
    graph = Onnx.read(model.file()).getGraph();
  }

  @Test
  void theInputAndTheOutputsKeepTheirNamesAndLayout() {
    assertThat(model.inputs())
        .containsExactly(ModelPort.floats("tower_0/images", "batch", "512", "512", "3"));
    assertThat(model.outputs())
        .containsExactly(
            ModelPort.floats(HEAT, "batch", "128", "128", "80"),
            ModelPort.floats(EXTENT, "batch", "128", "128", "4"));
  }

  @Test
  void onlyWhatTheOutputsNeedIsThere() {
    // The graph has 544 nodes, 239 of them constants; the rest of its detector is left out.
    assertThat(model.operators())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Add",
                41,
                "Clip",
                28,
                "Concat",
                3,
                "Conv",
                89,
                "Mul",
                58,
                "ReduceMean",
                9,
                "Relu",
                26,
                "Resize",
                3,
                "Sigmoid",
                2,
                "Transpose",
                3));
    Set<String> taken = new HashSet<>(List.of(HEAT, EXTENT));
    graph.getNodeList().forEach(node -> taken.addAll(node.getInputList()));
    assertThat(graph.getNodeList()).allMatch(node -> taken.contains(node.getOutput(0)));
    assertThat(graph.getInitializerList()).allMatch(tensor -> taken.contains(tensor.getName()));
  }

  @Test
  void thereIsOneTransposeAtTheInputAndOneAtEachOutput() {
    List<NodeProto> transposes =
        graph.getNodeList().stream().filter(node -> node.getOpType().equals("Transpose")).toList();
    assertThat(transposes.getFirst().getInput(0)).isEqualTo("tower_0/images");
    assertThat(transposes.subList(1, 3))
        .extracting(node -> node.getOutput(0))
        .containsExactlyInAnyOrder(HEAT, EXTENT);
  }

  @Test
  void theFirstConvolutionHalvesThePictureAsSamePaddingDoes() {
    NodeProto first =
        graph.getNodeList().stream()
            .filter(node -> node.getOpType().equals("Conv"))
            .findFirst()
            .orElseThrow();
    assertThat(first.getAttributeList())
        .filteredOn(attribute -> attribute.getName().equals("pads"))
        .singleElement()
        .satisfies(pads -> assertThat(pads.getIntsList()).containsExactly(0L, 0L, 1L, 1L));
  }

  @Test
  void float16WeightsBecome32BitFloats() throws IOException {
    // The offset of the first convolution, read straight from the weight file.
    TensorProto bias =
        graph.getInitializerList().stream()
            .filter(t -> t.getName().equals("tower_0/MobilenetV3/Conv/Conv2D_bn_offset"))
            .findFirst()
            .orElseThrow();
    var root = new ObjectMapper().readTree(folder.resolve("centernet.json").toFile());
    int offset = 0;
    for (var weight : root.path("weightsManifest").path(0).path("weights")) {
      if (weight.path("name").asText().equals(bias.getName())) {
        break;
      }
      int elements = 1;
      for (var extent : weight.path("shape")) {
        elements *= extent.intValue();
      }
      offset += elements * (weight.path("dtype").asText().equals("float32") ? 2 : 4);
    }
    ByteBuffer stored =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("centernet.bin")))
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(offset);
    ByteBuffer written = bias.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bias.getDimsList()).containsExactly(16L);
    for (int i = 0; i < 16; i++) {
      assertThat(written.getFloat()).isEqualTo(Float.float16ToFloat(stored.getShort())).isNotZero();
    }
  }

  @Test
  void theFileIsTheSameEachTime() throws Exception {
    ImportedModel again = convert("again.onnx");
    assertThat(again.sha256()).isEqualTo(model.sha256());
    assertThat(Files.mismatch(again.file(), model.file())).isEqualTo(-1);
  }

  @Test
  void itComputesWhatTensorFlowJsComputes() throws IOException {
    Map<String, NumpyArray> expected =
        NumpyArray.readAll(Fixtures.at("default-model/tfjs-domestic_cattle.npz"));
    Map<String, Array> outputs = Onnx.run(model.file(), Map.of("tower_0/images", cattle()));

    float[] heat = outputs.get(HEAT).values();
    double[] samples = expected.get("keypoints_every_509").values();
    assertThat(samples).hasSize(Math.ceilDiv(heat.length, 509));
    for (int i = 0; i < samples.length; i++) {
      assertThat((double) heat[i * 509]).isCloseTo(samples[i], within(1e-3));
    }
    double[] places = expected.get("keypoints_top100_index").values();
    double[] top = expected.get("keypoints_top100").values();
    for (int i = 0; i < top.length; i++) {
      assertThat((double) heat[(int) places[i]]).isCloseTo(top[i], within(1e-3));
    }

    float[] extent = outputs.get(EXTENT).values();
    double[] distances = expected.get("wh_every_31").values();
    assertThat(distances).hasSize(Math.ceilDiv(extent.length, 31));
    double sum = 0;
    for (int i = 0; i < distances.length; i++) {
      assertThat((double) extent[i * 31]).isCloseTo(distances[i], within(2.0));
      sum += Math.abs(extent[i * 31] - distances[i]);
    }
    assertThat(sum / distances.length).isLessThan(0.1);
  }

  @Test
  void eachPictureOfABatchIsComputedAsItIsAlone() throws IOException {
    Batches.assertEachIsComputedAlone(model, cattle(), 1e-5);
  }

  /// The top-left part of the letterboxed photo, 512 wide and 480 high, and zeros below it.
  private static Array cattle() throws IOException {
    BufferedImage photo = ImageIO.read(Fixtures.at("letterbox/domestic_cattle-640.png").toFile());
    float[] values = new float[512 * 512 * 3];
    for (int y = 0; y < 480; y++) {
      for (int x = 0; x < 512; x++) {
        int rgb = photo.getRGB(x, y);
        int at = (y * 512 + x) * 3;
        values[at] = rgb >> 16 & 0xff;
        values[at + 1] = rgb >> 8 & 0xff;
        values[at + 2] = rgb & 0xff;
      }
    }
    return new Array(new int[] {1, 512, 512, 3}, values);
  }

  private static Path fetched() {
    try {
      return new PackageClients(CacheFolder.ofThisUser(), System.getenv(), System.err::println)
          .npmTarball(HUMAN);
    } catch (PackageClientException e) {
      Required.present("fixtures", false, e.getMessage());
      throw e;
    }
  }

  private static ImportedModel convert(String name) throws Exception {
    return new TensorFlowJsImporter()
        .convert(folder.resolve("centernet.json"), List.of(HEAT, EXTENT), folder.resolve(name));
  }

  private static void unpack(Path tarball, Set<String> wanted) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(tarball));
        var tar = new TarArchiveInputStream(new GzipCompressorInputStream(file))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        if (wanted.contains(entry.getName())) {
          Files.copy(tar, folder.resolve(Path.of(entry.getName()).getFileName()));
        }
      }
    }
  }
}
