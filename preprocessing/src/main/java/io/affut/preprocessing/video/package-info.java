/// Videos from files into memory outside the Java heap, frame by frame: u8 RGB, upright.
///
/// ```java
/// var library = new VideoLibrary(libraries, ledger); // FFmpeg is loaded at the first video
/// try (var reader = new VideoReader(library, PictureReader.DEFAULT_MAX_PIXELS, ledger);
///     Video video = reader.open(Path.of("IMG_0001.AVI"), new FrameChoice.DeepFaune())) {
///   for (Optional<Frame> frame; (frame = video.next()).isPresent(); ) {
///     look(frame.get().picture()); // its pixels live until the next frame
///   }
///   video.damage().ifPresent(text -> log(text)); // what could be read was
/// } catch (UnreadablePictureException e) {
///   log(e.getMessage()); // "has no frames"
/// }
/// ```
package io.affut.preprocessing.video;
