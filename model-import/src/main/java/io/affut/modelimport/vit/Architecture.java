package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.Pool;
import java.util.Optional;

/// All that has to be known of a vision transformer besides its weights.
///
/// @param backbone its name in timm; where the checkpoint does not say it and no known backbone has
///   this shape, what is known of it, such as `vit_patch14_dinov2`
/// @param extents what the shapes of its weights say
/// @param heads how many an attention has
/// @param imageSize the side of the pictures that it was trained with, in pixels
/// @param pool what its logits come from
record Architecture(String backbone, Extents extents, int heads, int imageSize, Pool pool) {

  /// Works it out.
  ///
  /// @param name the name of the backbone, where the checkpoint has it
  /// @throws ModelImportException if name, weights and settings do not fit together, or something
  ///   has to be set; the message says what
  static Architecture of(Optional<String> name, Extents extents, Settings settings)
      throws ModelImportException {
    Optional<Backbone> known = name.isPresent() ? Optional.of(named(name.get())) : shaped(extents);
    if (known.isPresent()) {
      requireKind(known.get(), extents);
    }
    int heads = heads(known, extents, settings);
    int size = settings.size().orElse(extents.dino().imageSize());
    if (size % extents.patch() != 0) {
      throw new ModelImportException(
          "pictures of %d pixels cannot be cut into patches of %d; pass a multiple of it, such as size=%d"
              .formatted(size, extents.patch(), 16 * extents.patch()));
    }
    String title = "vit_patch%d_%s".formatted(extents.patch(), extents.dino().title());
    return new Architecture(
        name.or(() -> known.map(Backbone::name)).orElse(title),
        extents,
        heads,
        size,
        pool(extents, settings));
  }

  /// How many numbers of a token each head has.
  int headWidth() {
    return extents.width() / heads;
  }

  /// The same weights serve either, so what is likely is not enough: timm's defaults give a
  /// normalisation of what was pooled to networks that pool patches, by their mean or otherwise.
  private static Pool pool(Extents extents, Settings settings) throws ModelImportException {
    if (extents.lastNorm().equals(Extents.NORM_OF_POOLED) && settings.pool().isEmpty()) {
      throw new ModelImportException(
          "the network has the weights of %s, as timm trains it with global_pool=\"avg\"; pass pool=avg, or pool=token if it was trained with that"
              .formatted(Extents.NORM_OF_POOLED));
    }
    return settings.pool().orElse(Pool.TOKEN);
  }

  private static Backbone named(String name) throws ModelImportException {
    return Backbone.named(name)
        .orElseThrow(() ->
            new ModelImportException(
                "the backbone '%s' is not known here; known are %s"
                    .formatted(StateDict.shown(name), Backbone.names())));
  }

  private static Optional<Backbone> shaped(Extents extents) {
    return Backbone.shaped(extents.dino(), extents.patch(), extents.width(), extents.blocks());
  }

  private static void requireKind(Backbone backbone, Extents extents) throws ModelImportException {
    if (backbone.dino() != extents.dino() || backbone.patch() != extents.patch()) {
      throw new ModelImportException(
          "the checkpoint names the backbone %s, but has the weights of a %s network with patches of %d pixels"
              .formatted(backbone.name(), extents.dino().title(), extents.patch()));
    }
  }

  private static int heads(Optional<Backbone> known, Extents extents, Settings settings)
      throws ModelImportException {
    boolean fits =
        known
            .filter(b -> b.hasExtents(extents.patch(), extents.width(), extents.blocks()))
            .isPresent();
    if (!fits && settings.heads().isEmpty()) {
      throw new ModelImportException(
          "the network has %d blocks of width %d, as no backbone that is known here; pass how many attention heads it has, such as heads=4"
              .formatted(extents.blocks(), extents.width()));
    }
    int heads = fits ? known.get().heads() : settings.heads().getAsInt();
    if (settings.heads().orElse(heads) != heads) {
      throw new ModelImportException(
          "a %s has %d attention heads, so not heads=%d"
              .formatted(known.get().name(), heads, settings.heads().getAsInt()));
    }
    // The rotary embedding turns pairs of numbers, half of them by the row, half by the column.
    int unit = extents.dino() == Dino.V3 ? 4 * heads : heads;
    if (extents.width() % unit != 0) {
      throw new ModelImportException(
          "a width of %d cannot be divided among %d attention heads; pass another number of heads"
              .formatted(extents.width(), heads));
    }
    return heads;
  }
}
