package io.affut.preprocessing.picture;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A picture as it is stored, not turned yet.
///
/// @param pixels u8 RGB, rows of `width` * 3 bytes without gaps
/// @param width of `pixels`
/// @param height of `pixels`
/// @param fullWidth before a reduced decode
/// @param fullHeight before a reduced decode
/// @param decoder what decoded it: "libjpeg-turbo" or "ImageIO"
/// @param damage the decoder's own text where the file is cut or broken and was decoded as far as
///   it goes
public record Decoded(
    MemorySegment pixels,
    int width,
    int height,
    int fullWidth,
    int fullHeight,
    String decoder,
    Optional<String> damage) {}
