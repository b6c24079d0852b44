package io.affut.cli;

import io.affut.exports.copies.BlurSettings;
import io.affut.exports.copies.BoxesSettings;
import io.affut.exports.copies.CropSettings;
import io.affut.exports.folders.FolderSettings;
import io.affut.exports.folders.Placement;
import picocli.CommandLine.Option;

/// What becomes of pictures that are put into folders, or copied with a change.
final class CopyOptions {
  @Option(
      names = "--how",
      paramLabel = "HOW",
      defaultValue = "copy",
      description = "Of folders: copy, move or link. Default: ${DEFAULT-VALUE}.")
  private String how;

  @Option(names = "--no-empty", description = "Of folders: none for pictures without anything.")
  private boolean noEmpty;

  @Option(names = "--best", description = "Of crops: only the animal that stands for a picture.")
  private boolean best;

  @Option(names = "--vehicles", description = "Of blurred copies: vehicles, too.")
  private boolean vehicles;

  FolderSettings folders(String language) {
    return new FolderSettings(
        language, EngineOptions.word("--how", "", how, Placement.class), !noEmpty);
  }

  CropSettings crops(String language) {
    return new CropSettings(language, !best, true);
  }

  BoxesSettings boxes(String language) {
    return new BoxesSettings(language, true);
  }

  BlurSettings blurred() {
    return new BlurSettings(vehicles);
  }
}
