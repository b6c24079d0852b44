package io.affut.engine.head;

import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.DetectorManifest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// YOLOv5 as MegaDetector v5 and its descendants have it: one output of one row an anchor, each of
/// 5
/// + classes numbers.
///
/// A row is the centre, width and height of a box in input pixels, its objectness, and a score for
/// each class, the last two between 0 and 1. Every cell of every grid has three anchors; P5
/// networks have grids of 8, 16 and 32 input pixels a cell, P6 networks one of 64 too. As upstream
/// does it, an anchor whose objectness alone is not above the threshold is nothing; the confidence
/// of the others is objectness times the score of their best class, and has to be above the
/// threshold as well.
record YoloV5Head(DetectorManifest.YoloV5 settings, ClassMapping classes) implements Head {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int ANCHORS_PER_CELL = 3;
  private static final int OBJECTNESS = 4;
  private static final int BEFORE_SCORES = 5;

  @Override
  public List<String> outputs() {
    return List.of(settings.output());
  }

  @Override
  public List<List<Long>> extents(int inputWidth, int inputHeight) {
    return List.of(
        List.of((long) anchors(inputWidth, inputHeight), (long) BEFORE_SCORES + classes.size()));
  }

  @Override
  public List<Candidate> candidates(
      List<MemorySegment> outputs, int inputWidth, int inputHeight, float threshold) {
    MemorySegment rows = outputs.getFirst();
    int anchors = anchors(inputWidth, inputHeight);
    long row = 4L * (BEFORE_SCORES + classes.size());
    List<Candidate> found = new ArrayList<>();
    for (int anchor = 0; anchor < anchors; anchor++) {
      long at = anchor * row;
      float objectness = rows.get(FLOAT, at + 4L * OBJECTNESS);
      if (objectness > threshold) {
        int best = bestClass(rows, at);
        float confidence = objectness * score(rows, at, best);
        Optional<Category> category = classes.category(best);
        if (confidence > threshold && category.isPresent()) {
          found.add(box(rows, at, category.get(), confidence));
        }
      }
    }
    return found;
  }

  /// The first class of the highest score.
  private int bestClass(MemorySegment rows, long at) {
    int best = 0;
    for (int c = 1; c < classes.size(); c++) {
      if (score(rows, at, c) > score(rows, at, best)) {
        best = c;
      }
    }
    return best;
  }

  private static float score(MemorySegment rows, long at, int index) {
    return rows.get(FLOAT, at + 4L * (BEFORE_SCORES + index));
  }

  private static Candidate box(MemorySegment rows, long at, Category category, float confidence) {
    float x = rows.get(FLOAT, at);
    float y = rows.get(FLOAT, at + 4);
    float halfWidth = rows.get(FLOAT, at + 8) / 2;
    float halfHeight = rows.get(FLOAT, at + 12) / 2;
    return new Candidate(
        category, confidence, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
  }

  private int anchors(int width, int height) {
    return ANCHORS_PER_CELL * Grids.cells(width, height, settings.finest(), settings.stride());
  }
}
