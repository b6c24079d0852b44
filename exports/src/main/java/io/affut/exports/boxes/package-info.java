/// Copies of pictures with what was found in them drawn on.
///
/// ```java
/// try (var reader = new PictureReader(Optional.empty(), 200_000_000, ledger)) {
///   Picture picture = reader.read(Path.of("IMG_0042.JPG"), new DecodeScale.Full());
///   var fox = LabelledBox.of("animal", 0.87, 0.41, 0.52, 0.12, 0.09);
///   Path copy = new BoxDrawing().write(picture, List.of(fox), Path.of("copies/IMG_0042.jpg"));
/// }
/// ```
package io.affut.exports.boxes;
