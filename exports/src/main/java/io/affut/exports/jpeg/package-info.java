/// Pictures as JPEG files: their pixels on the heap, their EXIF, and files that overwrite nothing.
///
/// ```java
/// BufferedImage copy = PictureCopy.of(reader.read(path, new DecodeScale.Full()));
/// byte[] jpeg = JpegCopies.encode(copy);
/// Path file = JpegCopies.write(jpeg, Path.of("copies/IMG_0042.jpg"));
/// ```
package io.affut.exports.jpeg;
