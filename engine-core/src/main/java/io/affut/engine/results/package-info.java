/// What a run leaves behind: the journal, written picture by picture, and the result file made from
/// it.
///
/// ```java
/// RunOutput.check(output, false);
/// try (var results = RunOutput.begin(output, info, pictures.size())) {
///   results.accept(index, new DetectedPicture(...)); // one after the other, in any order
///   results.finish(Map.of("seconds", "12.5"));
/// }
/// ```
package io.affut.engine.results;
