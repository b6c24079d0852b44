/// Pictures from files into memory outside the Java heap: u8 RGB, upright, with what the file says
/// of its date.
///
/// ```java
/// try (var reader = new PictureReader(turboJpeg, PictureReader.DEFAULT_MAX_PIXELS, ledger)) {
///   Picture picture = reader.read(Path.of("IMG_0001.JPG"), new DecodeScale.Full());
///   MemorySegment rgb = picture.pixels(); // until the next read
///   picture.damage().ifPresent(text -> log(text)); // decoded as far as it went
/// } catch (UnreadablePictureException e) {
///   log(e.getMessage()); // "is a text file, not a picture"
/// }
/// ```
package io.affut.preprocessing.picture;
