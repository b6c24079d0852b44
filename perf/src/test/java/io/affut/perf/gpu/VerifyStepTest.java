package io.affut.perf.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.pipeline.DeviceUnavailableException;
import io.affut.perf.Installed;
import io.affut.perf.Parts;
import io.affut.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The steps where there is no GPU: the processor stands beside itself.
class VerifyStepTest {
  @TempDir private Path folder;

  private JsonNode found(String name) throws Exception {
    return new JsonMapper().readTree(Files.readString(folder.resolve(name + ".json")));
  }

  private String out(String name) {
    return "out=" + folder.resolve(name + ".json");
  }

  private String photos() throws Exception {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    for (String name : new String[] {"domestic_cattle.jpg", "human.jpg"}) {
      Files.copy(Fixtures.at("photos/" + name), photos.resolve(name));
    }
    return photos.toString();
  }

  @Test
  void aStepThatThereIsNotIsWrongUsage() throws Exception {
    assertThat(VerifyStep.run()).isEqualTo(2);
    assertThat(VerifyStep.run("dance")).isEqualTo(2);
    assertThat(VerifyStep.run("compare", "nonsense")).isEqualTo(2);
    assertThat(VerifyStep.run("compare", "device=cpu")).isEqualTo(2);
  }

  @Test
  void aStepThatBreaksOffSaysWhy() throws Exception {
    int status = VerifyStep.run("pictures", out("x"), "photos=" + folder, "png=" + folder);
    assertThat(status).isEqualTo(70);
    assertThat(found("x").path("error").asText()).contains("no photo in");
    assertThat(found("x").path("asked").path("photos").asText()).doesNotContain("/");
  }

  @Test
  void picturesAreMadeOnceAndAllOfThemAreFourToThree() throws Exception {
    String photos = photos();
    String[] step = {
      "pictures",
      out("x"),
      "photos=" + photos,
      "png=" + folder.resolve("png"),
      "jpeg=" + folder.resolve("jpeg"),
      "count=1"
    };
    assertThat(VerifyStep.run(step)).isZero();
    Path picture = folder.resolve("jpeg/picture-00.jpg");
    BufferedImage large = ImageIO.read(picture.toFile());
    assertThat(large.getWidth()).isEqualTo(4000);
    assertThat(large.getHeight()).isEqualTo(3000);
    assertThat(Files.size(picture)).isBetween(2_000_000L, 9_000_000L);
    BufferedImage copy = ImageIO.read(folder.resolve("png/human.png").toFile());
    assertThat(copy.getWidth() * 3).isEqualTo(copy.getHeight() * 4);
    Object before = Files.getLastModifiedTime(picture);
    assertThat(VerifyStep.run(step)).isZero();
    assertThat(Files.getLastModifiedTime(picture)).isEqualTo(before);
  }

  @Test
  void theProcessorAgreesWithItself() throws Exception {
    Parts.requireOpenVino();
    int status =
        VerifyStep.run(
            "compare",
            out("x"),
            "device=cpu",
            "precision=f32",
            "model=" + Installed.defaultModel().folder(),
            "pictures=" + photos());
    assertThat(status).as(found("x").toPrettyString()).isZero();
    assertThat(found("x").path("boxes").asInt()).isPositive();
    assertThat(found("x").path("confidence").asDouble()).isLessThan(1e-3);
    assertThat(found("x").path("device").path("device").asText()).startsWith("CPU");
    assertThat(found("x").path("left_behind").asText()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "decode", "detector"})
  void theWholeWayAndItsStagesAreMeasured(String what) throws Exception {
    Parts.requireOpenVino();
    int status =
        VerifyStep.run(
            "bench",
            out("x"),
            "what=" + what,
            "device=cpu",
            "precision=f32",
            "warm_up=0",
            "seconds=1",
            "model=" + Installed.defaultModel().folder(),
            "pictures=" + photos());
    assertThat(status).isZero();
    assertThat(found("x").path("pictures_a_second").asDouble()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"machine", "soak"})
  void withoutAGpuItEndsWithFive(String step) throws Exception {
    try {
      GpuMemory.here();
      Assumptions.abort("there is a GPU here");
    } catch (DeviceUnavailableException e) {
      assertThat(e).hasMessageStartingWith("There is no ");
    }
    assertThat(VerifyStep.run(step, out("x"), "device=cuda", "precision=f16")).isEqualTo(5);
    assertThat(found("x").path("error").asText()).startsWith("There is no ");
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA H100 80GB HBM3, h100-80gb-hbm3",
    "NVIDIA H200, h200",
    "NVIDIA GeForce RTX 4090, geforce-rtx-4090",
    "Tesla T4, tesla-t4"
  })
  void resultsAreFiledUnderTheNameOfTheGpu(String gpu, String name) {
    assertThat(MachineStep.shortName(gpu)).isEqualTo(name);
  }
}
