package io.affut.engine.results;

import io.affut.engine.detection.Category;
import java.util.function.Predicate;

/// How many pictures turned out how; a video counts as one. A picture with an animal and a person
/// counts for both.
///
/// @param pictures all that are done, failed ones too
/// @param animals pictures with animals
/// @param people pictures with people
/// @param vehicles pictures with vehicles
/// @param empty whole pictures without any detection; a damaged one may hold what cannot be seen
/// @param damaged pictures that were decoded as far as they go, whatever was found in them
/// @param failed pictures that could not be looked at
public record ResultCounts(
    int pictures, int animals, int people, int vehicles, int empty, int damaged, int failed) {

  /// Nothing yet.
  public static final ResultCounts NONE = new ResultCounts(0, 0, 0, 0, 0, 0, 0);

  /// These counts and one more picture.
  public ResultCounts with(PictureResult result) {
    return switch (result) {
      case FailedPicture ignored ->
          new ResultCounts(pictures + 1, animals, people, vehicles, empty, damaged, failed + 1);
      case DetectedPicture picture ->
          with(picture::holds, picture.detections().isEmpty(), picture.damage().isPresent());
      case DetectedVideo video -> with(video::holds, video.isEmpty(), video.damage().isPresent());
    };
  }

  private ResultCounts with(Predicate<Category> holds, boolean isEmpty, boolean isDamaged) {
    return new ResultCounts(
        pictures + 1,
        animals + one(holds.test(Category.ANIMAL)),
        people + one(holds.test(Category.PERSON)),
        vehicles + one(holds.test(Category.VEHICLE)),
        empty + one(isEmpty && !isDamaged),
        damaged + one(isDamaged),
        failed);
  }

  private static int one(boolean counts) {
    return counts ? 1 : 0;
  }
}
