/// Fits a picture, or a part of it, into the input of a network: the size rule, the pixels, and the
/// way back for boxes.
///
/// ```java
/// var rule = new LetterboxRule(960, Shape.RECTANGULAR, 32, Placement.CENTRED, 114);
/// var box = Letterbox.fit(4000, 3000, rule); // 960 x 736, content 960 x 720, 8 rows above
/// new LetterboxKernel().run(rgb, 4000, 3000, box, rule.pad(), inputTensor);
/// NormalisedBox animal = box.toSource(480, 8, 960, 368); // the right upper quarter
/// new CropResizeKernel(ResampleFilter.BICUBIC).run(rgb, 4000, 3000, new Crop(2000, 0, 2000, 1500), 182, classifierInput);
/// ```
package io.affut.preprocessing.resize;
