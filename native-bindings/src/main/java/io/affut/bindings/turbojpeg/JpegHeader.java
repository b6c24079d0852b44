package io.affut.bindings.turbojpeg;

/// What a JPEG file says of itself before its pixels.
///
/// @param width in pixels as they are stored, before any orientation; at least 1
/// @param height likewise
/// @param subsampling of its colours
/// @param colorSpace of its colours
public record JpegHeader(int width, int height, Subsampling subsampling, ColorSpace colorSpace) {}
