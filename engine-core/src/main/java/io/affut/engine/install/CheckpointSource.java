package io.affut.engine.install;

import io.affut.bindings.library.Sha256;
import io.affut.engine.model.About;
import io.affut.engine.model.FileStamp;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelStore;
import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ModelImportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A PyTorch checkpoint, which is converted to ONNX once. Its SHA-256 tells it again; a large one
/// is read for it only where the file's path, size, time or inode are not those of last time.
final class CheckpointSource implements Source {
  private static final long LARGE = 64L << 20;

  /// In the folder of a model that was made of a large file: what that file looked like.
  private static final String STAMP = ".origin";

  private final Path file;
  private final ModelStore store;
  private final Consumer<String> progress;
  private Optional<String> sha256 = Optional.empty();

  CheckpointSource(Path file, ModelStore store, Consumer<String> progress) {
    this.file = file;
    this.store = store;
    this.progress = progress;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public String sha256() throws IOException {
    if (sha256.isEmpty()) {
      sha256 = remembered();
    }
    if (sha256.isEmpty()) {
      if (isLarge()) {
        progress.accept("Reading %s (%s) …".formatted(file, megabytes()));
      }
      sha256 = Optional.of(Sha256.of(file));
    }
    return sha256.get();
  }

  @Override
  public Optional<Model<?>> installed(List<ModelSettings> settings) throws IOException {
    List<List<String>> conversions = settings.stream().map(ModelSettings::ofConversion).toList();
    return madeOfIt(origin -> conversions.contains(origin.conversion()));
  }

  @Override
  public Optional<Model<?>> installed() throws IOException {
    return madeOfIt(origin -> true);
  }

  private Optional<Model<?>> madeOfIt(Predicate<About.Origin> wanted) throws IOException {
    for (Model<?> model : store.models()) {
      Optional<About.Origin> origin = model.manifest().about().origin();
      if (origin.isPresent()
          && origin.get().sha256().equals(sha256())
          && wanted.test(origin.get())) {
        remember(model.folder());
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }

  @Override
  public Made make(Path folder, ModelSettings settings) throws IOException {
    About.Origin origin =
        new About.Origin(
            file.getFileName().toString(), sha256(), Optional.empty(), settings.ofConversion());
    progress.accept("Converting %s (%s), once …".formatted(file, megabytes()));
    ImportedCheckpoint imported;
    try {
      imported =
          Conversion.convert(
              file, folder.resolve(NetworkFormat.ONNX.fileName()), settings, line -> {});
    } catch (ModelImportException e) {
      throw Conversion.refused(file, e);
    }
    remember(folder);
    return new Made(
        imported.network(),
        imported.model().files().stream()
            .map(part -> new About.NetworkFile(part.path().getFileName().toString(), part.sha256()))
            .toList(),
        ModelSettings.NONE,
        imported.licence(),
        Optional.of(origin));
  }

  private String megabytes() throws IOException {
    return "%,d MB".formatted(Math.max(1, Files.size(file) / 1_000_000));
  }

  private boolean isLarge() throws IOException {
    return Files.size(file) > LARGE;
  }

  /// What the manifest of a model says of the file, if the file still looks as it did then.
  private Optional<String> remembered() throws IOException {
    if (isLarge()) {
      String stamp = FileStamp.of(file);
      for (Model<?> model : store.models()) {
        Optional<About.Origin> origin = model.manifest().about().origin();
        if (origin.isPresent() && stamp.equals(noted(model.folder()))) {
          return origin.map(About.Origin::sha256);
        }
      }
    }
    return Optional.empty();
  }

  private static String noted(Path folder) {
    try {
      return Files.readString(folder.resolve(STAMP));
    } catch (IOException e) {
      return ""; // not there, or not ours: the file is read
    }
  }

  private void remember(Path folder) {
    try {
      if (isLarge()) {
        Files.writeString(folder.resolve(STAMP), FileStamp.of(file));
      }
    } catch (IOException e) {
      // A folder that cannot be written only means that the file is read again the next time.
    }
  }
}
