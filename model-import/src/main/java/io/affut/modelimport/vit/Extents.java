package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;

/// What the names and shapes of its weights say of a vision transformer.
///
/// @param dino its kind
/// @param patch the side of a patch in pixels
/// @param width how many numbers a token has
/// @param blocks how many there are
/// @param hidden how wide the hidden layer of an MLP is
/// @param registers how many register tokens follow the class token
/// @param classes how many logits there are
/// @param lastNorm the name of the last layer normalisation: `norm`, over all tokens, or
///   [#NORM_OF_POOLED]
record Extents(
    Dino dino,
    int patch,
    int width,
    int blocks,
    int hidden,
    int registers,
    int classes,
    String lastNorm) {
  /// The last layer normalisation, where it is one over what was pooled.
  static final String NORM_OF_POOLED = "fc_norm";

  private static final int LARGEST_PATCH = 64;
  // Several times those of the largest DINO networks, and small enough for arithmetic on int.
  private static final int WIDEST = 8192;
  private static final int WIDEST_HIDDEN = 32_768;
  private static final int MOST_BLOCKS = 100;
  private static final int MOST_REGISTERS = 64;
  private static final int MOST_CLASSES = 100_000;
  // 8 GiB as 32-bit floats: a view that repeats its numbers may ask for any size.
  private static final long MOST_NUMBERS = 1L << 31;

  /// Reads the shapes; those of the other weights follow from them.
  ///
  /// @throws ModelImportException if a weight is missing, or an extent is absurd
  static Extents of(StateDict weights) throws ModelImportException {
    Dino dino = dino(weights);
    int width = weights.extent("cls_token", 3, 2, WIDEST);
    int patch = weights.extent("patch_embed.proj.weight", 4, 3, LARGEST_PATCH);
    int blocks = 0;
    while (weights.has("blocks." + blocks + ".norm1.weight")) {
      blocks++;
    }
    if (blocks > MOST_BLOCKS) {
      throw new ModelImportException(
          "the network has %d blocks, more than %d".formatted(blocks, MOST_BLOCKS));
    }
    int hidden = weights.extent("blocks.0.mlp.fc1.weight", 2, 0, WIDEST_HIDDEN);
    int registers = dino == Dino.V2 ? 0 : weights.extent("reg_token", 3, 1, MOST_REGISTERS);
    int classes = weights.extent("head.weight", 2, 0, MOST_CLASSES);
    boolean ofPooled = weights.has(NORM_OF_POOLED + ".weight") && !weights.has("norm.weight");
    String lastNorm = ofPooled ? NORM_OF_POOLED : "norm";
    Extents extents = new Extents(dino, patch, width, blocks, hidden, registers, classes, lastNorm);
    if (extents.numbers() > MOST_NUMBERS) {
      throw new ModelImportException(
          "the network has %,d weights, more than %,d".formatted(extents.numbers(), MOST_NUMBERS));
    }
    return extents;
  }

  /// Plain ViT and DeiT have no LayerScale, Swin no class token, BEiT and the like have no register
  /// tokens: their weights begin as these do, and the networks compute otherwise.
  private static Dino dino(StateDict weights) throws ModelImportException {
    Dino dino = weights.has("pos_embed") ? Dino.V2 : Dino.V3;
    boolean isWhole =
        weights.has("cls_token")
            && weights.has("blocks.0." + dino.attentionScale())
            && (dino == Dino.V2 || weights.has("reg_token"));
    if (!isWhole) {
      throw new ModelImportException(
          "it is a transformer of another kind than DINOv2 and DINOv3 of timm, which alone are"
              + " known here; export it to ONNX in PyTorch, and write a manifest.toml for it");
    }
    return dino;
  }

  /// How many weights the matrices have.
  private long numbers() {
    return blocks * (4L * width * width + 2L * width * hidden) + (long) classes * width;
  }
}
