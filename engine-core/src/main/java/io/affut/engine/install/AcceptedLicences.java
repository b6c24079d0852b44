package io.affut.engine.install;

import io.affut.engine.card.ModelCard;
import io.affut.engine.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The licences that this user has accepted, a line each: the model and the licence's words, so
/// that another licence has to be accepted anew.
final class AcceptedLicences {
  private final Path file;

  AcceptedLicences(Path file) {
    this.file = file;
  }

  boolean contains(ModelCard card) {
    try {
      return Files.exists(file) && Files.readAllLines(file).contains(line(card));
    } catch (IOException e) {
      return false; // it is asked for again
    }
  }

  void add(ModelCard card) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, List.of(line(card)), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ModelException(
          "It cannot be noted in %s that the licence was accepted: %s."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static String line(ModelCard card) {
    return card.id() + ": " + card.licence();
  }
}
