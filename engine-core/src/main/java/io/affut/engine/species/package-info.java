/// Which animal it is: what the logits of one picture, or of a sequence of pictures that a camera
/// took shortly after each other, say together.
///
/// ```java
/// try (LabelledRun run = LabelledRun.open(Path.of("card.json"))) {
///   LabelNames names = run.names("fr");
///   run.forEach(picture -> System.out.println(names.of(picture.verdict().label())));
/// }
/// ```
package io.affut.engine.species;
