package io.affut.engine.pipeline;

import io.affut.preprocessing.video.FrameChoice;
import io.affut.preprocessing.video.VideoReader;
import java.util.function.Supplier;

/// How the videos of a run are read.
///
/// @param readers makes one a worker, in its thread; the worker closes it
/// @param choice which frames are looked at
record VideoSource(Supplier<VideoReader> readers, FrameChoice choice) {}
