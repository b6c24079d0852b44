package io.affut.perf.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.install.ModelInstaller;
import io.affut.engine.install.ModelSettings;
import io.affut.engine.model.ModelStore;
import io.affut.perf.Installed;
import io.affut.perf.Parts;
import io.affut.testing.Fixtures;
import io.affut.testing.NumpyArray;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerSideTest {
  private final JsonMapper mapper = new JsonMapper();
  private final PeerSide side = new PeerSide();
  @TempDir private Path folder;

  @AfterEach
  void everythingIsGivenBack() {
    side.close();
    side.close();
    assertThat(side.ledger().snapshot()).isEmpty();
  }

  private JsonNode ask(Map<String, ?> request) throws Exception {
    return mapper.readTree(side.answer(mapper.writeValueAsString(request)));
  }

  @Test
  void theGreetingNamesEveryOperation() throws Exception {
    JsonNode greeting = mapper.readTree(side.greeting());
    assertThat(greeting.get("operations").toString())
        .isEqualTo(
            "[\"classify\",\"crop_resize\",\"decode\",\"detect\",\"letterbox\",\"letterbox_f32\",\"network\"]");
    assertThat(greeting.get("java").textValue()).isNotBlank();
  }

  @Test
  void whatCannotBeDoneIsAnsweredWithAReasonAndTheNextRequestIsServed() throws Exception {
    assertThat(ask(Map.of("do", "dance")).get("error").textValue()).contains("dance");
    assertThat(side.answer("no JSON")).startsWith("{\"error\":");
    Path missing = folder.resolve("missing.jpg");
    assertThat(ask(Map.of("do", "decode", "files", new String[] {missing.toString()})).has("error"))
        .isTrue();
    String photo = Fixtures.at("photos/human.jpg").toString();
    JsonNode decoded = ask(Map.of("do", "decode", "files", new String[] {photo}));
    assertThat(decoded.get("seconds").doubleValue()).isPositive();
  }

  @Test
  void theLetterboxIsUltralytics() throws Exception {
    Path png = Fixtures.at("letterbox/domestic_cattle-640.png");
    Parts.requireTurboJpeg();
    BufferedImage expected = ImageIO.read(png.toFile());
    Path saved = folder.resolve("letterbox.bin");
    JsonNode answer =
        ask(
            Map.of(
                "do",
                "letterbox",
                "file",
                Fixtures.at("photos/domestic_cattle.jpg").toString(),
                "size",
                640,
                "stride",
                32,
                "repeat",
                2,
                "save",
                saved.toString()));
    assertThat(answer.get("seconds").doubleValue()).isPositive();
    byte[] bytes = Files.readAllBytes(saved);
    assertThat(bytes).hasSize(3 * expected.getWidth() * expected.getHeight());
    for (int i = 0; i < bytes.length; i++) {
      int rgb = expected.getRGB(i / 3 % expected.getWidth(), i / 3 / expected.getWidth());
      assertThat(bytes[i]).isEqualTo((byte) (rgb >> 16 - i % 3 * 8));
    }
  }

  @Test
  void thePlanesHoldTheLevelsOfTheLetterboxBetweenZeroAndOne() throws Exception {
    Map<String, Object> request = new HashMap<>(Map.of("size", 640, "stride", 32, "repeat", 1));
    request.put("file", Fixtures.at("letterbox/domestic_cattle-640.png").toString());
    Path levels = folder.resolve("levels.bin");
    request.putAll(Map.of("do", "letterbox", "save", levels.toString()));
    ask(request);
    Path planes = folder.resolve("planes.bin");
    request.putAll(Map.of("do", "letterbox_f32", "save", planes.toString()));
    ask(request);
    byte[] pixels = Files.readAllBytes(levels);
    ByteBuffer values = ByteBuffer.wrap(Files.readAllBytes(planes)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(pixels).hasSize(3 * 640 * 480);
    assertThat(values.remaining()).isEqualTo(4 * pixels.length);
    for (int i = 0; i < pixels.length; i++) {
      int plane = i % 3 * 640 * 480;
      assertThat(values.getFloat(4 * (plane + i / 3))).isEqualTo((pixels[i] & 255) / 255f);
    }
  }

  @Test
  void aSquareOfOneColourStaysThatColour() throws Exception {
    BufferedImage image = new BufferedImage(60, 50, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 60 * 50; i++) {
      image.setRGB(i % 60, i / 60, i % 60 < 20 ? 0x0a141e : 0xc86432);
    }
    Path file = folder.resolve("two-colours.png");
    ImageIO.write(image, "png", file.toFile());
    Path saved = folder.resolve("crop.bin");
    Map<String, Object> request =
        new HashMap<>(Map.of("do", "crop_resize", "size", 8, "repeat", 2));
    request.putAll(Map.of("file", file.toString(), "save", saved.toString()));
    request.putAll(Map.of("left", 25, "top", 5, "width", 30, "height", 40));
    assertThat(ask(request).get("seconds").doubleValue()).isPositive();
    byte[] bytes = Files.readAllBytes(saved);
    assertThat(bytes).hasSize(3 * 8 * 8);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(bytes[i]).isEqualTo((byte) (0xc86432 >> 16 - i % 3 * 8));
    }
  }

  @Test
  void theNetworksOutputsAreSaved() throws Exception {
    Parts.requireOpenVino();
    Path saved = folder.resolve("network.bin");
    JsonNode answer =
        ask(
            Map.of(
                "do",
                "network",
                "model",
                Installed.defaultModel().folder().toString(),
                "file",
                Fixtures.at("letterbox/domestic_cattle-640.png").toString(),
                "precision",
                "f32",
                "hint",
                "throughput",
                "repeat",
                3,
                "save",
                saved.toString()));
    assertThat(answer.get("precision").textValue()).isEqualTo("f32");
    ByteBuffer outputs = ByteBuffer.wrap(Files.readAllBytes(saved)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(outputs.remaining()).isEqualTo(4 * 128 * 128 * (80 + 4));
    float hottest = 0;
    for (int i = 0; i < 128 * 128 * 80; i++) {
      hottest = Math.max(hottest, outputs.getFloat());
    }
    NumpyArray cow =
        NumpyArray.readAll(Fixtures.at("default-model/tfjs-domestic_cattle.npz"))
            .get("keypoints_top100");
    assertThat((double) hottest).isCloseTo(cow.values()[0], within(0.3)).isBetween(0.3, 1.1);
  }

  @Test
  void theBoxesOfEveryFileAreAnsweredWhereTheyAreAskedFor() throws Exception {
    Parts.requireOpenVino();
    String[] photos = {
      Fixtures.at("photos/domestic_cattle.jpg").toString(),
      Fixtures.at("photos/blank.jpg").toString()
    };
    Map<String, Object> request =
        Map.of(
            "do",
            "detect",
            "model",
            Installed.defaultModel().folder().toString(),
            "files",
            photos,
            "confidence",
            0.4,
            "boxes",
            true);
    JsonNode boxes = ask(request).get("boxes");
    JsonNode cow = boxes.get(photos[0]).get(0);
    assertThat(cow.get(0).textValue()).isEqualTo("animal");
    assertThat(cow.get(1).floatValue()).isBetween(0.4f, 1f);
    assertThat(cow.get(4).floatValue()).isGreaterThan(cow.get(2).floatValue());
    assertThat(boxes.get(photos[1])).isEmpty();
  }

  private String installed(String checkpoint, String... settings) {
    return new ModelInstaller(new ModelStore(folder.resolve("models")), line -> {})
        .add(
            Fixtures.at("checkpoints/" + checkpoint + ".pt"),
            Optional.empty(),
            ModelSettings.parse(List.of(settings)))
        .folder()
        .toString();
  }

  /// What the classifier says of the crops, a row each.
  private float[][] logits(String model, byte[]... crops) throws Exception {
    Path file = folder.resolve("crops.bin");
    Path saved = folder.resolve("logits.bin");
    Files.write(file, new byte[0]);
    for (byte[] crop : crops) {
      Files.write(file, crop, StandardOpenOption.APPEND);
    }
    Map<String, Object> request = new HashMap<>(Map.of("do", "classify", "model", model));
    request.putAll(Map.of("precision", "f32", "repeat", 2));
    request.putAll(Map.of("crops", file.toString(), "save", saved.toString()));
    JsonNode answer = ask(request);
    assertThat(answer.has("error")).as(answer.toString()).isFalse();
    assertThat(answer.get("precision").textValue()).isEqualTo("f32");
    assertThat(answer.get("seconds").doubleValue()).isPositive();
    ByteBuffer values = ByteBuffer.wrap(Files.readAllBytes(saved)).order(ByteOrder.LITTLE_ENDIAN);
    float[][] rows = new float[crops.length][values.remaining() / 4 / crops.length];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = values.getFloat();
      }
    }
    return rows;
  }

  @Test
  void theLogitsOfEveryCropOfABatchAreSavedInTheirOrder() throws Exception {
    Parts.requireOpenVino();
    String model = installed("dinov3-vit-tiny-random", "heads=4", "size=224");
    byte[] black = new byte[3 * 224 * 224];
    byte[] white = black.clone();
    Arrays.fill(white, (byte) 255);
    float[] alone = logits(model, black)[0];
    float[][] together = logits(model, white, black, black);
    assertThat(alone).hasSize(40).doesNotContain(Float.NaN);
    for (int place : new int[] {1, 2}) {
      assertThat(together[place]).usingComparatorWithPrecision(1e-4f).containsExactly(alone);
    }
    assertThat(Math.abs(together[0][0] - alone[0])).isGreaterThan(1e-3f);
  }

  @Test
  void cropsThatAreNoBatchAreRefused() throws Exception {
    Parts.requireOpenVino();
    String model = installed("dinov3-vit-tiny-random", "heads=4", "size=224");
    Path file = folder.resolve("crops.bin");
    Map<String, Object> request = new HashMap<>(Map.of("do", "classify", "model", model));
    request.putAll(Map.of("precision", "f32", "repeat", 1, "crops", file.toString()));
    for (int bytes : new int[] {0, 3 * 224 * 224 - 1, 9 * 3 * 224 * 224}) {
      Files.write(file, new byte[bytes]);
      assertThat(ask(request).get("error").textValue()).contains("1 to 8 crops of 150528 bytes");
    }
  }

  @Test
  void theMostConfidentAnimalOfEveryFileIsClassified() throws Exception {
    Parts.requireOpenVino();
    String cows = Fixtures.at("photos/domestic_cattle.jpg").toString();
    String[] photos = {cows, Fixtures.at("photos/blank.jpg").toString()};
    Map<String, Object> request = new HashMap<>(Map.of("do", "detect", "files", photos));
    request.putAll(Map.of("confidence", 0.3, "boxes", true));
    request.put("model", Installed.defaultModel().folder().toString());
    request.put("classifier", installed("dinov3-vit-tiny-random", "heads=4", "size=224"));
    request.put("bird_head", installed("bird-head-tiny-random"));
    JsonNode answer = ask(request);
    assertThat(answer.get("boxes").get(cows).size()).isGreaterThan(1);
    assertThat(answer.get("logits").size()).isEqualTo(1);
    assertThat(answer.get("logits").get(cows).get("classes")).hasSize(40);
    assertThat(answer.get("logits").get(cows).get("birds")).hasSize(8);
  }
}
