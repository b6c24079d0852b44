package io.affut.modelimport;

import java.util.List;

/// What a converted network is, as far as its checkpoint says it: what a manifest has to know to
/// run it.
public sealed interface NetworkDescription {
  /// A detector that gives boxes for each cell of its grids without anchors.
  ///
  /// The input is `[batch, 3, height, width]`, RGB from 0 to 1; height and width are multiples of
  /// `stride`. The output is `[batch, 4 + classes, cells]`: the middle, width and height of a box
  /// in pixels of the input, then a confidence from 0 to 1 for each class.
  ///
  /// @param architecture `YOLOv8` to `YOLO12` or `YOLO26`, or `YOLOv5u` and `YOLOv3u` for those
  ///   with an older body
  /// @param classes their names, in the order of the output
  /// @param imageSize the longer side of the pictures that it was trained with, in pixels
  /// @param stride the size of its coarsest cells, in pixels
  /// @param finest the size of its finest cells; those between are twice as large as the ones
  ///   before
  /// @param input the name of the input
  /// @param output the name of the output
  record AnchorFreeDetector(
      String architecture,
      List<String> classes,
      int imageSize,
      int stride,
      int finest,
      String input,
      String output)
      implements NetworkDescription {
    /// Keeps a copy of the names.
    public AnchorFreeDetector {
      classes = List.copyOf(classes);
    }
  }

  /// A detector that gives boxes for each anchor of each cell of its grids.
  ///
  /// The input is `[batch, 3, height, width]`, RGB from 0 to 1; height and width are multiples of
  /// `stride`. The output is `[batch, cells, 5 + classes]`: the middle, width and height of a box
  /// in pixels of the input, the confidence that there is anything, then one for each class, from 0
  /// to 1; the two are to be multiplied.
  ///
  /// @param architecture `YOLOv5`
  /// @param classes their names, in the order of the output
  /// @param imageSize the longer side of the pictures that it was trained with, in pixels
  /// @param stride the size of its coarsest cells, in pixels
  /// @param finest the size of its finest cells; those between are twice as large as the ones
  ///   before
  /// @param input the name of the input
  /// @param output the name of the output
  record AnchorDetector(
      String architecture,
      List<String> classes,
      int imageSize,
      int stride,
      int finest,
      String input,
      String output)
      implements NetworkDescription {
    /// Keeps a copy of the names.
    public AnchorDetector {
      classes = List.copyOf(classes);
    }
  }

  /// A classifier of square pictures, which gives an embedding too.
  ///
  /// The input is `[batch, 3, height, width]`, RGB, normalised already; the logits are `[batch,
  /// classes]`, the embedding is `[batch, embedding]`.
  ///
  /// @param backbone its name in timm, such as `vit_large_patch14_dinov2.lvd142m`
  /// @param imageSize the side of the pictures that it was trained with, in pixels
  /// @param classes how many there are
  /// @param embedding how long an embedding is
  /// @param names of the classes, in the order of the logits; empty where the file does not say
  /// @param input the name of the input
  /// @param logits the name of the output with logits
  /// @param embeddingOutput the name of the output with the embedding
  /// @param patch the side of a patch in pixels: height and width are multiples of it
  record Classifier(
      String backbone,
      int imageSize,
      int classes,
      int embedding,
      List<String> names,
      String input,
      String logits,
      String embeddingOutput,
      int patch)
      implements NetworkDescription {
    /// Keeps a copy of the names.
    public Classifier {
      names = List.copyOf(names);
    }
  }

  /// A further classifier of what another network gives as its embedding.
  ///
  /// @param embedding how long an embedding is
  /// @param classes how many there are
  /// @param input the name of the input, `[batch, embedding]`
  /// @param logits the name of the output, `[batch, classes]`
  record EmbeddingHead(int embedding, int classes, String input, String logits)
      implements NetworkDescription {}
}
