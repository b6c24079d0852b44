package io.affut.engine.results;

import io.affut.engine.detection.Detection;
import java.util.List;

/// A frame of a video that the detector has seen.
///
/// @param number its place in the video in the order in which frames are shown, from 0
/// @param detections most confident first
public record VideoFrame(int number, List<Detection> detections) {}
