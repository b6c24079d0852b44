package io.affut.bindings.ffmpeg;

/// What came of reading a frame.
public enum FrameState {
  /// It is there as it was recorded.
  WHOLE,
  /// It is there, but FFmpeg had to make some of it up.
  DAMAGED,
  /// It cannot be had: the file is cut before it, or what is there of it makes no sense.
  MISSING
}
