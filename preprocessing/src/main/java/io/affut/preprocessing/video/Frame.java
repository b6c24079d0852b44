package io.affut.preprocessing.video;

import io.affut.preprocessing.picture.Picture;

/// One frame of a video.
///
/// @param number in the order in which frames are shown, from 0
/// @param seconds after the first frame that it is shown
/// @param picture the same as a picture, whose pixels are valid until the next frame is read or the
///   reader is closed
public record Frame(int number, double seconds, Picture picture) {}
