package io.affut.preprocessing.picture;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A picture as it is stored, not turned yet.
///
/// @param pixels u8 RGB, rows of `width` * 3 bytes without gaps
/// @param fullWidth before a reduced decode
/// @param fullHeight before a reduced decode
record Decoded(
    MemorySegment pixels,
    int width,
    int height,
    int fullWidth,
    int fullHeight,
    String decoder,
    Optional<String> damage) {}
