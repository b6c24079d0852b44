package io.affut.preprocessing.picture;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One decoded picture. The pixels belong to the reader and are valid until its next read or close;
/// everything else may be kept.
///
/// @param pixels u8 RGB, upright, rows of `width` * 3 bytes without gaps, exactly one picture long
/// @param width of `pixels`
/// @param height of `pixels`
/// @param originalWidth of the upright picture before a reduced decode; else `width`
/// @param originalHeight of the upright picture before a reduced decode; else `height`
/// @param decoder what decoded it: "libjpeg-turbo" or "ImageIO"
/// @param format what the content is, such as "JPEG", whatever the name says
/// @param damage the decoder's own text where the file is cut or broken and was decoded as far as
///   it goes
/// @param orientation how the stored pixels were turned
/// @param date when it was taken
public record Picture(
    MemorySegment pixels,
    int width,
    int height,
    int originalWidth,
    int originalHeight,
    String decoder,
    String format,
    Optional<String> damage,
    Orientation orientation,
    Optional<CaptureDate> date) {}
