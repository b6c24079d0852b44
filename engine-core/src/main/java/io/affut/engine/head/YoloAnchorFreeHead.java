package io.affut.engine.head;

import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.DetectorManifest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// YOLOv8 and YOLO11 as Ultralytics exports them: one output of 4 + classes rows over all anchors.
///
/// The first four rows are the centre, width and height of each anchor's box, in input pixels; each
/// further row holds one class's scores, already between 0 and 1. Anchors are the cells of three
/// grids, of 8, 16 and 32 input pixels a cell, or of four. Of each anchor only the best class
/// counts.
record YoloAnchorFreeHead(DetectorManifest.YoloAnchorFree settings, ClassMapping classes)
    implements Head {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int BOX_ROWS = 4;

  @Override
  public List<String> outputs() {
    return List.of(settings.output());
  }

  @Override
  public List<List<Long>> extents(int inputWidth, int inputHeight) {
    return List.of(
        List.of((long) BOX_ROWS + classes.size(), (long) anchors(inputWidth, inputHeight)));
  }

  @Override
  public List<Candidate> candidates(
      List<MemorySegment> outputs, int inputWidth, int inputHeight, float threshold) {
    int anchors = anchors(inputWidth, inputHeight);
    MemorySegment rows = outputs.getFirst();
    int classCount = classes.size();
    long row = 4L * anchors;
    List<Candidate> found = new ArrayList<>();
    for (int anchor = 0; anchor < anchors; anchor++) {
      long at = BOX_ROWS * row + 4L * anchor;
      float best = rows.get(FLOAT, at);
      int bestClass = 0;
      for (int c = 1; c < classCount; c++) {
        float score = rows.get(FLOAT, at + c * row);
        if (score > best) {
          best = score;
          bestClass = c;
        }
      }
      if (best > threshold) {
        Optional<Category> category = classes.category(bestClass);
        if (category.isPresent()) {
          found.add(box(rows, anchors, anchor, category.get(), best));
        }
      }
    }
    return found;
  }

  private static Candidate box(
      MemorySegment rows, int anchors, int anchor, Category category, float confidence) {
    long at = 4L * anchor;
    long row = 4L * anchors;
    float x = rows.get(FLOAT, at);
    float y = rows.get(FLOAT, at + row);
    float halfWidth = rows.get(FLOAT, at + 2 * row) / 2;
    float halfHeight = rows.get(FLOAT, at + 3 * row) / 2;
    return new Candidate(
        category, confidence, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
  }

  private int anchors(int width, int height) {
    return Grids.cells(width, height, settings.finest(), settings.stride());
  }
}
