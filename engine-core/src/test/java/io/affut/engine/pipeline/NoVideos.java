package io.affut.engine.pipeline;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.video.FrameChoice;
import io.affut.preprocessing.video.VideoLibrary;
import io.affut.preprocessing.video.VideoReader;

/// For runs of pictures alone.
final class NoVideos {
  private NoVideos() {}

  /// What loads FFmpeg as soon as there is a video after all.
  static VideoSource source(NativeLedger ledger) {
    VideoLibrary library = new VideoLibrary(NativeLibraries.ofEnvironment(_ -> {}), ledger);
    return new VideoSource(
        () -> new VideoReader(library, 1_000_000, ledger), new FrameChoice.DeepFaune());
  }
}
