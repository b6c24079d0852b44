/// Frames of videos into memory of our own, through FFmpeg's Bytedeco preset. Nothing of JavaCPP
/// leaves this package, and nothing of it is loaded before [Ffmpeg#load].
///
/// ```java
/// Ffmpeg ffmpeg = Ffmpeg.load(libraries, ledger);
/// try (VideoFile video = ffmpeg.open(Path.of("IMG_0001.AVI"))) {
///   MemorySegment rgb = pixels.atLeast(3L * video.facts().width() * video.facts().height());
///   for (int frame = 0; frame < video.frames(); frame += 10) {
///     if (video.read(frame, rgb) != FrameState.MISSING) {
///       look(rgb, video.seconds(frame));
///     }
///   }
/// }
/// ```
package io.affut.bindings.ffmpeg;
