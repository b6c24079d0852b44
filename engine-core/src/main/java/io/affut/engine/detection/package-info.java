/// What a detector finds: boxes with a category and a confidence.
///
/// ```java
/// var cow = new Detection(Category.ANIMAL, 0.93f, new BoundingBox(0.38f, 0.43f, 0.12f, 0.16f));
/// float overlap = cow.box().intersectionOverUnion(other.box());
/// ```
package io.affut.engine.detection;
