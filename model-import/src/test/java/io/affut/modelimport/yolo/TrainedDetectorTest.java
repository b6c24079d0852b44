package io.affut.modelimport.yolo;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.PackageClientException;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.library.PinnedPackage;
import io.affut.modelimport.Array;
import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.NetworkDescription.AnchorFreeDetector;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.checkpoint.CheckpointImporter;
import io.affut.testing.Fixtures;
import io.affut.testing.NumpyArray;
import io.affut.testing.Required;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A YOLOv8n that somebody trained, from the Python package that carries it.
class TrainedDetectorTest {
  private static final PinnedPackage SMARTRAIL =
      new PinnedPackage(
          "smartrail-obstacle-detector",
          "0.1.1",
          "smartrail_obstacle_detector-0.1.1-py3-none-any.whl",
          "91c39d66afb92e31046125b6ff987b754002234572ab9ef1e1f69c33a715af12",
          List.of());

  @TempDir static Path folder;
  private static ImportedCheckpoint imported;

  @BeforeAll
  static void importTheDetector() throws Exception {
    Path checkpoint = folder.resolve("best.pt");
    try (ZipFile wheel = new ZipFile(fetched().toFile());
        InputStream in =
            wheel.getInputStream(wheel.getEntry("railway_obstacle_detector/best.pt"))) {
      Files.copy(in, checkpoint);
    }
    imported =
        new CheckpointImporter(Map.of(), WeightStorage.F32, _ -> {})
            .convert(checkpoint, folder.resolve("detector.onnx"));
  }

  @Test
  void itSaysWhatItIs() {
    List<String> classes = List.of("Animal", "Car", "Person", "Rock", "Trash", "Tree");
    assertThat(imported.network())
        .isEqualTo(new AnchorFreeDetector("YOLOv8", classes, 640, 32, 8, "images", "output0"));
    assertThat(imported.licence()).contains("AGPL-3.0 (https://ultralytics.com/license)");
    assertThat(imported.version()).contains("8.4.7, 2026-01-26T16:59:44.300858");
  }

  @Test
  void itComputesWhatUltralyticsComputes() {
    float[] values = new float[3 * 320 * 320];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (i * (1.0 / (values.length - 1)));
    }
    assertGives(
        new Array(new int[] {1, 3, 320, 320}, values),
        "checkpoints/smartrail-yolov8n.linspace320.raw.npy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"domestic_cattle-640", "human-640"})
  void itFindsInPhotosWhatUltralyticsFinds(String photo) {
    assertGives(Letterboxed.photo(photo), "letterbox/" + photo + ".smartrail.raw.npy");
  }

  private static void assertGives(Array input, String expected) {
    Array output = Onnx.run(imported.model().file(), Map.of("images", input)).get("output0");
    DetectorAssert.assertSame(output, NumpyArray.read(Fixtures.at(expected)), true);
  }

  private static Path fetched() {
    try {
      return new PackageClients(CacheFolder.ofThisUser(), System.getenv(), System.err::println)
          .wheel(SMARTRAIL);
    } catch (PackageClientException e) {
      Required.present("fixtures", false, e.getMessage());
      throw e;
    }
  }
}
