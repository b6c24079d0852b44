package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut models` over a store of the test's own.
class ModelsTest {
  @TempDir Path folder;
  private InProcess program;
  private Path store;

  @BeforeEach
  void emptyStore() throws Exception {
    program = new InProcess(folder).environment("XDG_CACHE_HOME", folder.toRealPath());
    store = folder.toRealPath().resolve("affut/models");
  }

  @Test
  void anEmptyStoreSaysHowToFillIt() {
    for (String command : new String[] {"list", "verify"}) {
      Ended ended = program.run("models", command).with(0);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err()).contains("No model is installed", "affut setup");
    }
  }

  @Test
  void whatIsInstalledIsListedAndDescribed() throws Exception {
    Path model = install("mine");
    Ended list = program.run("models", "list").with(0);
    assertThat(list.out().lines()).singleElement().asString().startsWith("mine ");
    Ended info = program.run("models", "info", "mine").with(0);
    assertThat(info.out().lines())
        .contains("sha256       " + sha256(model), "file         " + model, "precision    f32")
        .anyMatch(line -> line.startsWith("licence      MIT as packaged"))
        .anyMatch(line -> line.matches("animal +bird, cat, .*"));
    assertThat(info.err()).isEmpty();
  }

  @Test
  void verifyReadsEveryByte() throws Exception {
    Path model = install("mine");
    assertThat(program.run("models", "verify").with(0).out())
        .containsPattern("mine +right, " + sha256(model));
    damage(model);
    Ended ended = program.run("models", "verify", "mine").with(4);
    assertThat(ended.out()).contains("mine", "is damaged", sha256(model), "affut setup");
  }

  @Test
  void oneDamagedModelDoesNotHideTheOthers() throws Exception {
    install("a-right-one");
    damage(install("b-damaged-one"));
    install("c-right-one");
    Ended ended = program.run("models", "verify").with(4);
    assertThat(ended.out().lines()).hasSize(3);
    assertThat(ended.out()).containsPattern("c-right-one +right, ");
  }

  @Test
  void aBrokenManifestIsNamedWithWhatIsWrongInIt() throws Exception {
    Path model = install("mine");
    Path manifest = model.resolveSibling("manifest.toml");
    Files.writeString(manifest, Files.readString(manifest).replace("stride = 4", "stride = \"x\""));
    for (String command : new String[] {"list", "verify"}) {
      assertThat(program.run("models", command).with(4).out())
          .contains("mine", manifest.toString(), "stride", "whole number");
    }
    assertThat(program.run("models", "info", "mine").with(4).sentence()).contains("stride");
  }

  @Test
  void aModelThatIsNotThereIsASentence() {
    assertThat(program.run("models", "info", "deepfaune").with(4).sentence())
        .contains("There is no model deepfaune", "affut models list");
    assertThat(program.run("models", "verify", "deepfaune").with(4).sentence())
        .contains("There is no model deepfaune");
  }

  @Test
  void aNetworkThatIsGoneIsASentence() throws Exception {
    Files.delete(install("mine"));
    assertThat(program.run("models", "verify").with(4).out()).contains("mine", "is incomplete");
  }

  /// The default model under another id, with its SHA-256 in the manifest.
  private Path install(String id) throws Exception {
    Path from = InProcess.installed().model();
    Path place = Files.createDirectories(store.resolve(id));
    Path network =
        Files.copy(
            from.resolve("model.onnx"),
            place.resolve("model.onnx"),
            StandardCopyOption.REPLACE_EXISTING);
    String manifest =
        Files.readString(from.resolve("manifest.toml"))
            .replaceFirst("(?m)^id = .*$", "id = \"" + id + "\"")
            .replaceFirst("(?m)^sha256 = .*$", "sha256 = \"" + sha256(network) + "\"");
    Files.writeString(place.resolve("manifest.toml"), manifest);
    return network;
  }

  private static void damage(Path network) throws Exception {
    byte[] bytes = Files.readAllBytes(network);
    bytes[bytes.length / 2] ^= 1;
    Files.write(network, bytes);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
