package io.affut.engine.install;

import io.affut.bindings.library.Sha256;
import io.affut.engine.card.ModelCard;
import io.affut.engine.download.Download;
import io.affut.engine.download.DownloadException;
import io.affut.engine.download.Wanted;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Fetches the files of model cards and puts them into the store.
public final class ModelPull {
  private final ModelStore store;
  private final Path downloads;
  private final Download download;
  private final Consumer<String> progress;

  /// @param downloads the folder for files that are on their way
  /// @param progress is told what is going on, one line at a time
  public ModelPull(ModelStore store, Path downloads, Download download, Consumer<String> progress) {
    this.store = store;
    this.downloads = downloads;
    this.download = download;
    this.progress = progress;
  }

  /// Fetches a model, as far as it is not installed yet.
  ///
  /// What arrives is compared with what the card knows of its size and its SHA-256. Where the card
  /// knows nothing, the SHA-256 that was found is told and noted in the manifest; nothing is
  /// verified then, and nothing is claimed.
  ///
  /// @param accepts whether the user accepts the licence; asked once for each licence
  /// @throws ModelException when it cannot be had, or the licence is not accepted
  public Model<?> pull(ModelCard card, Predicate<ModelCard> accepts) {
    Optional<Model<?>> installed = store.find(card.id());
    if (installed.isPresent()) {
      progress.accept("The model %s is installed already.".formatted(card.id()));
      return installed.get();
    }
    if (card.address().isEmpty()) {
      throw new ModelException(
          "Where %s is published is not known to Affût. Fetch its file, %s, yourself (%s) and add it: affut models add %s --id %s."
              .formatted(card.title(), card.file(), card.source(), card.file(), card.id()));
    }
    accept(card, accepts);
    Path file = downloads.resolve(card.id()).resolve(card.file());
    try {
      if (!Files.exists(file)) {
        progress.accept("Fetching %s …".formatted(card.address().get()));
        download.fetch(new Wanted(card.address().get(), file, card.size()));
      }
      compare(card, file);
      Model<?> model = add(card, file);
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.getParent());
      return model;
    } catch (DownloadException e) {
      throw new ModelException(e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelException(
          "The download %s cannot be read or deleted: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private void accept(ModelCard card, Predicate<ModelCard> accepts) {
    AcceptedLicences accepted = new AcceptedLicences(store.folder().resolve(".accepted-licences"));
    if (!accepted.contains(card)) {
      if (!accepts.test(card)) {
        throw new ModelException(
            "The model %s is not fetched, because its licence was not accepted: %s. To accept it: affut models pull %s --accept-licence."
                .formatted(card.id(), card.licence(), card.id()));
      }
      accepted.add(card);
    }
  }

  private void compare(ModelCard card, Path file) throws IOException {
    String found = Sha256.of(file);
    if (!card.sum().allows(found)) {
      Files.delete(file);
      throw new ModelException(
          "What %s sent as %s is not that file: its SHA-256 is %s, and %s was expected. It is deleted; if the publisher has a new file, fetch it yourself and use affut models add."
              .formatted(card.address().orElseThrow().getHost(), card.file(), found, card.sum()));
    }
    progress.accept(
        card.sum().isWhole()
            ? "The file is the right one: SHA-256 %s.".formatted(found)
            : "The file has %,d bytes and the SHA-256 %s.%s It is not verified, for no SHA-256 is known to compare it with."
                .formatted(
                    Files.size(file),
                    found,
                    card.sum().isUnknown()
                        ? ""
                        : " Its first and last digits are those that are known (%s)."
                            .formatted(card.sum())));
  }

  /// A file that is refused is not kept: the next attempt fetches it anew.
  private Model<?> add(ModelCard card, Path file) throws IOException {
    try {
      return new ModelInstaller(store, progress).add(file, card);
    } catch (ModelException e) {
      Files.deleteIfExists(file);
      throw new ModelException(
          "What %s sent as %s cannot be used, and is deleted. %s"
              .formatted(card.address().orElseThrow().getHost(), card.file(), e.getMessage()),
          e);
    }
  }
}
