package io.affut.bindings.ffmpeg;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a video file says of itself in its headers; none of it is checked against its frames.
///
/// @param width of the frames as they are stored, in pixels
/// @param height likewise
/// @param frameRate the average, as FFmpeg guesses it
/// @param seconds how long the video is, where that is known
/// @param frames how many there are, where the file says it
/// @param matrix how the frames are to be turned
/// @param creationDate as the file has it, in FFmpeg's notation `yyyy-MM-ddTHH:mm:ss...`; by the
///   standard in UTC, but many cameras write what their clock shows
/// @param format FFmpeg's name of the container, such as `matroska,webm`
/// @param codec FFmpeg's name of the codec, such as `h264`
public record VideoFacts(
    int width,
    int height,
    FrameRate frameRate,
    OptionalDouble seconds,
    OptionalLong frames,
    DisplayMatrix matrix,
    Optional<String> creationDate,
    String format,
    String codec) {}
