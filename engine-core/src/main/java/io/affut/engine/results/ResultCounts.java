package io.affut.engine.results;

import io.affut.engine.detection.Category;

/// How many pictures turned out how. A picture with an animal and a person counts for both.
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
          new ResultCounts(
              pictures + 1,
              animals + one(picture.holds(Category.ANIMAL)),
              people + one(picture.holds(Category.PERSON)),
              vehicles + one(picture.holds(Category.VEHICLE)),
              empty + one(picture.detections().isEmpty() && picture.damage().isEmpty()),
              damaged + one(picture.damage().isPresent()),
              failed);
    };
  }

  private static int one(boolean counts) {
    return counts ? 1 : 0;
  }
}
