package io.affut.engine.species;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds what one camera sees at the same place again and again: the stump that is taken for an
/// animal in five hundred pictures.
///
/// Boxes of one category belong to one place when they overlap the first that was seen there by at
/// least [#OVERLAP]; a place counts from [#PICTURES] pictures on. Both numbers are those of
/// MegaDetector's elimination of repeat detections (`find_repeat_detections.py`), which also goes
/// camera by camera.
final class RepeatRule {
  static final float OVERLAP = 0.9f;
  static final int PICTURES = 20;

  /// Two boxes that overlap by 0.9 have edges that are no further apart than this part of either's
  /// width: (w - d) / (w + d) >= 0.9.
  private static final float SLACK = 0.12f;

  private final Map<Category, TreeMap<Float, List<Place>>> placesByCategory = new HashMap<>();
  private final List<Place> places = new ArrayList<>();

  /// @param box the first that was seen there
  private record Place(BoundingBox box, List<Seen> seen, Set<Integer> pictures) {}

  private record Seen(int picture, int detection) {}

  /// Takes a picture.
  ///
  /// @param picture its number
  /// @param least boxes that are not more confident do not count
  void add(int picture, List<Detection> detections, float least) {
    for (int i = 0; i < detections.size(); i++) {
      Detection detection = detections.get(i);
      if (detection.confidence() > least) {
        Place place = place(detection.category(), detection.box());
        place.seen().add(new Seen(picture, i));
        place.pictures().add(picture);
      }
    }
  }

  private Place place(Category category, BoundingBox box) {
    TreeMap<Float, List<Place>> byLeft =
        placesByCategory.computeIfAbsent(category, c -> new TreeMap<>());
    float slack = SLACK * box.width();
    for (List<Place> near : byLeft.subMap(box.x() - slack, true, box.x() + slack, true).values()) {
      for (Place place : near) {
        if (place.box().intersectionOverUnion(box) >= OVERLAP) {
          return place;
        }
      }
    }
    Place place = new Place(box, new ArrayList<>(), new HashSet<>());
    byLeft.computeIfAbsent(box.x(), x -> new ArrayList<>()).add(place);
    places.add(place);
    return place;
  }

  /// The indices of repeated detections, by the number of their picture.
  Map<Integer, Set<Integer>> repeated() {
    Map<Integer, Set<Integer>> repeated = new HashMap<>();
    for (Place place : places) {
      if (place.pictures().size() >= PICTURES) {
        place
            .seen()
            .forEach(seen ->
                repeated
                    .computeIfAbsent(seen.picture(), picture -> new HashSet<>())
                    .add(seen.detection()));
      }
    }
    return repeated;
  }
}
