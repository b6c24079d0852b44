package io.affut.modelimport.vit;

/// The two kinds of vision transformers that are known here, named after the training that their
/// first weights come from, as timm builds them (`VisionTransformer` and `Eva`).
///
/// Both cut the picture into patches, put a class token before them, and end with a layer
/// normalisation and a linear layer over the class token, or over the mean of the patches.
enum Dino {
  /// DINOv2: a learnt positional embedding for 518 px, resampled to other sizes; queries, keys and
  /// values have a bias. DeepFaune 1.1 to 1.4 and DeepFaune New England, with pictures of 182 px.
  V2("dinov2", 1e-6f, 182, "ls1.gamma", "ls2.gamma"),
  /// DINOv3: rotary embedding of queries and keys; four register tokens after the class token.
  /// DeepFaune 1.5, with pictures of 224 px.
  V3("dinov3", 1e-5f, 224, "gamma_1", "gamma_2");

  private final String title;
  private final float epsilon;
  private final int imageSize;
  private final String attentionScale;
  private final String mlpScale;

  Dino(String title, float epsilon, int imageSize, String attentionScale, String mlpScale) {
    this.title = title;
    this.epsilon = epsilon;
    this.imageSize = imageSize;
    this.attentionScale = attentionScale;
    this.mlpScale = mlpScale;
  }

  /// As the names of backbones have it.
  String title() {
    return title;
  }

  /// What layer normalisation adds to the variance.
  float epsilon() {
    return epsilon;
  }

  /// The side of the pictures that DeepFaune trains it with, in pixels.
  int imageSize() {
    return imageSize;
  }

  /// What a block calls the factors (LayerScale) of its attention.
  String attentionScale() {
    return attentionScale;
  }

  /// What a block calls the factors (LayerScale) of its MLP.
  String mlpScale() {
    return mlpScale;
  }
}
