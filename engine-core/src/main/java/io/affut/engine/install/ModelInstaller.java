package io.affut.engine.install;

import io.affut.engine.card.ModelCard;
import io.affut.engine.card.ModelCards;
import io.affut.engine.model.About;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.ManifestWriter;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelIntegrity;
import io.affut.engine.model.ModelStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Puts models into the store: other people's files, converted once where they have to be, each
/// with a manifest.
///
/// A model appears in the store whole or not at all. The same file is told again by its SHA-256 and
/// not converted twice.
public final class ModelInstaller {
  private final ModelStore store;
  private final ModelNames names;
  private final Consumer<String> progress;

  /// @param progress is told what is going on, one line at a time
  public ModelInstaller(ModelStore store, Consumer<String> progress) {
    this.store = store;
    this.names = new ModelNames(store);
    this.progress = progress;
  }

  /// Puts a file into the store: a PyTorch checkpoint, or a network in ONNX; or a model's folder,
  /// or a network of any format with a manifest beside it that names it.
  ///
  /// @param id the model's name in the store; without one, its file's
  /// @param settings what its manifest has to say otherwise than the file, or the model card of the
  ///   file; for a model that is installed already, what is to change
  /// @throws ModelException when the file is refused, or the name is taken
  /// @throws SettingException when a setting does not suit the model
  public Model<?> add(Path file, Optional<String> id, ModelSettings settings) {
    id.ifPresent(ModelNames::require);
    try {
      Optional<Path> folder = modelFolder(file);
      if (folder.isPresent()) {
        return copy(Model.in(folder.get()), id, settings);
      }
      Source source = source(file);
      Optional<ModelCard> card = ModelCards.ofFile(name(file), source.sha256());
      return add(source, id, maker(file, card, Optional.empty(), settings));
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /// The model of a file that somebody wants to use: the one that was put into the store with
  /// whatever settings, or a new one.
  ///
  /// @throws ModelException as [#add]
  Model<?> use(Path file) {
    try {
      Optional<Model<?>> installed = source(file).installed();
      if (installed.isPresent() && isIntact(installed.get())) {
        progress.accept(
            "The model %s is installed already.".formatted(installed.get().manifest().id()));
        return installed.get();
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
    return add(file, Optional.empty(), ModelSettings.NONE);
  }

  /// Puts the file of a model card into the store.
  Model<?> add(Path file, ModelCard card) {
    try {
      ManifestMaker maker = maker(file, Optional.of(card), card.address(), ModelSettings.NONE);
      return add(source(file), Optional.of(card.id()), maker);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private ModelException failed(Path file, IOException e) {
    return new ModelException(
        "%s cannot be installed into %s: %s.".formatted(file, store.folder(), e.getMessage()), e);
  }

  private ManifestMaker maker(
      Path file, Optional<ModelCard> card, Optional<URI> address, ModelSettings settings) {
    return new ManifestMaker(name(file), card, address, settings, progress);
  }

  private Model<?> add(Source source, Optional<String> id, ManifestMaker maker) throws IOException {
    ModelSettings settings = maker.settings();
    ModelSettings ofConversion = settings.over(maker.ofCard());
    Optional<Model<?>> installed = source.installed(List.of(ofConversion, settings));
    if (installed.isPresent() && isIntact(installed.get())) {
      boolean same = id.isEmpty() || id.get().equals(installed.get().manifest().id());
      return same ? changed(installed.get(), settings) : copy(installed.get(), id, settings);
    }
    String name = installed.isPresent() ? installed.get().manifest().id() : names.free(source, id);
    try (WorkFolder work = WorkFolder.in(store)) {
      Path folder = Files.createDirectory(work.resolve("made"));
      Source.Made made = source.make(folder, ofConversion);
      return put(work, folder, maker.manifest(name, made), installed.isPresent());
    }
  }

  /// The manifest of a model that is there, with what is set.
  private Model<?> changed(Model<?> model, ModelSettings settings) throws IOException {
    Manifest changed = SettingsOn.manifest(model.manifest(), settings);
    String toml = ManifestWriter.toml(changed);
    if (settings.isEmpty() || toml.equals(ManifestWriter.toml(model.manifest()))) {
      progress.accept("The model %s is installed already.".formatted(changed.id()));
      return model;
    }
    try (WorkFolder work = WorkFolder.in(store)) {
      Path written = Files.writeString(work.resolve(Model.MANIFEST), toml);
      Files.move(
          written,
          model.folder().resolve(Model.MANIFEST),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    progress.accept("The manifest of the model %s is changed.".formatted(changed.id()));
    return new Model<>(changed, model.folder());
  }

  /// A copy under another name, or of a model that is not in the store.
  private Model<?> copy(Model<?> model, Optional<String> id, ModelSettings settings)
      throws IOException {
    String name = names.free(id.orElse(model.manifest().id()));
    Manifest manifest = SettingsOn.manifest(model.manifest(), settings);
    List<About.NetworkFile> files = ModelCopy.files(model);
    try (WorkFolder work = WorkFolder.in(store)) {
      Path folder = Files.createDirectory(work.resolve("made"));
      ModelCopy.copy(model, files, folder);
      return put(work, folder, manifest.with(manifest.about().with(name, files)), false);
    }
  }

  private Model<?> put(WorkFolder work, Path folder, Manifest manifest, boolean replace)
      throws IOException {
    Files.writeString(folder.resolve(Model.MANIFEST), ManifestWriter.toml(manifest));
    Path place = store.place(manifest.id());
    boolean placed = work.put(folder, place, replace);
    Model<?> model = Model.in(place);
    if (!placed) {
      if (!model.manifest().about().files().equals(manifest.about().files())) {
        throw names.taken(manifest.id());
      }
      progress.accept(
          "The model %s was installed by another run meanwhile.".formatted(manifest.id()));
    }
    return model;
  }

  private Source source(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ModelException("There is no file %s.".formatted(file));
    }
    NetworkFormat format =
        NetworkFormat.of(file)
            .orElseThrow(() ->
                new ModelException(
                    "%s is no model that Affût knows: neither a PyTorch checkpoint, nor a network in ONNX, TFLite or OpenVINO's format, nor is there a manifest.toml beside it that names it."
                        .formatted(file)));
    return switch (format) {
      case PYTORCH -> new CheckpointSource(file, store, progress);
      case ONNX -> new NetworkSource(file, store);
      case OPENVINO, TFLITE ->
          throw new ModelException(
              "%s needs a manifest.toml beside it that names it and says how it is fed and read; only of networks in ONNX can Affût make one."
                  .formatted(file));
    };
  }

  /// The folder of a model that is one already: `file` itself, or where it lies.
  private static Optional<Path> modelFolder(Path file) {
    if (Files.isDirectory(file)) {
      if (!Files.exists(file.resolve(Model.MANIFEST))) {
        throw new ModelException(
            "%s is not a model: it has no %s.".formatted(file, Model.MANIFEST));
      }
      return Optional.of(file);
    }
    return besides(file);
  }

  /// The folder that `file` lies in, if a manifest there names it.
  static Optional<Path> besides(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.exists(folder.resolve(Model.MANIFEST))) {
      return Optional.empty();
    }
    String name = name(file);
    boolean named = name.equals(Model.MANIFEST) || name.equals(Model.in(folder).manifest().file());
    return named ? Optional.of(folder) : Optional.empty();
  }

  private boolean isIntact(Model<?> model) {
    try {
      ModelIntegrity.check(model);
      return true;
    } catch (ModelException e) {
      progress.accept("The model %s is damaged and made anew.".formatted(model.manifest().id()));
      return false;
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
