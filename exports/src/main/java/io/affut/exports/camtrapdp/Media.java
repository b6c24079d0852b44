package io.affut.exports.camtrapdp;

import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.PictureResult;
import io.affut.engine.species.LabelledPicture;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The table of pictures and videos. The id of each is its path.
final class Media {
  static final List<String> COLUMNS =
      List.of(
          "mediaID",
          "deploymentID",
          "captureMethod",
          "timestamp",
          "filePath",
          "filePublic",
          "fileName",
          "fileMediatype",
          "exifData",
          "favorite",
          "mediaComments");

  static final String CAPTURE_METHOD = "activityDetection";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("gif", "image/gif"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("tif", "image/tiff"),
          Map.entry("tiff", "image/tiff"),
          Map.entry("webp", "image/webp"),
          Map.entry("avi", "video/x-msvideo"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("mpg", "video/mpeg"),
          Map.entry("mpeg", "video/mpeg"),
          Map.entry("m4v", "video/x-m4v"),
          Map.entry("mkv", "video/x-matroska"));

  private final CsvTable table;
  private final boolean filesPublic;

  Media(CsvTable table, boolean filesPublic) {
    this.table = table;
    this.filesPublic = filesPublic;
  }

  void add(LabelledPicture labelled, String timestamp) throws IOException {
    PictureResult result = labelled.picture();
    Map<String, String> row = new HashMap<>();
    row.put("mediaID", result.file());
    row.put("deploymentID", Deployments.id(labelled.camera()));
    row.put("captureMethod", CAPTURE_METHOD);
    row.put("timestamp", timestamp);
    row.put("filePath", result.file());
    row.put("filePublic", Boolean.toString(filesPublic && labelled.people() == 0));
    row.put("fileName", result.file().substring(result.file().lastIndexOf('/') + 1));
    row.put("fileMediatype", type(result));
    damage(result).ifPresent(damage -> row.put("mediaComments", "damaged: " + damage));
    table.add(row);
  }

  private static Optional<String> damage(PictureResult result) {
    return switch (result) {
      case DetectedPicture picture -> picture.damage();
      case DetectedVideo video -> video.damage();
      default -> Optional.empty();
    };
  }

  private static String type(PictureResult result) {
    String ending = result.file().substring(result.file().lastIndexOf('.') + 1);
    String usual = result instanceof DetectedVideo ? "video/mp4" : "image/jpeg";
    return TYPES.getOrDefault(ending.toLowerCase(Locale.ROOT), usual);
  }
}
