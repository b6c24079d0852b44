package io.affut.modelimport.vit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A network as timm names it: what the name says and the weights do not.
///
/// @param name in timm, without the name of the weights that follows a dot
/// @param dino its kind
/// @param patch the side of a patch in pixels
/// @param width how many numbers a token has
/// @param blocks how many there are
/// @param heads how many an attention has
record Backbone(String name, Dino dino, int patch, int width, int blocks, int heads) {
  private static final List<Backbone> KNOWN =
      List.of(
          new Backbone("vit_small_patch14_dinov2", Dino.V2, 14, 384, 12, 6),
          new Backbone("vit_base_patch14_dinov2", Dino.V2, 14, 768, 12, 12),
          new Backbone("vit_large_patch14_dinov2", Dino.V2, 14, 1024, 24, 16),
          new Backbone("vit_small_patch16_dinov3", Dino.V3, 16, 384, 12, 6),
          new Backbone("vit_base_patch16_dinov3", Dino.V3, 16, 768, 12, 12),
          new Backbone("vit_large_patch16_dinov3", Dino.V3, 16, 1024, 24, 16));

  /// The backbone of a name such as `vit_large_patch14_dinov2.lvd142m`.
  static Optional<Backbone> named(String name) {
    int dot = name.indexOf('.');
    String base = dot < 0 ? name : name.substring(0, dot);
    return KNOWN.stream().filter(backbone -> backbone.name.equals(base)).findFirst();
  }

  /// The backbone whose weights have these extents.
  static Optional<Backbone> shaped(Dino dino, int patch, int width, int blocks) {
    return KNOWN.stream()
        .filter(backbone -> backbone.dino == dino && backbone.hasExtents(patch, width, blocks))
        .findFirst();
  }

  /// The names of all, for a message.
  static String names() {
    return KNOWN.stream().map(Backbone::name).collect(Collectors.joining(", "));
  }

  /// Whether weights of these extents can be this backbone's.
  boolean hasExtents(int patch, int width, int blocks) {
    return this.patch == patch && this.width == width && this.blocks == blocks;
  }
}
