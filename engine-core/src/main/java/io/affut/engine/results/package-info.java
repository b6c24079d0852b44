/// What a run leaves behind: the journal, written picture by picture, and the result file made from
/// it.
///
/// ```java
/// RunOutput.check(output, false);
/// try (var results = RunOutput.begin(output, false, info)) {
///   results.accept(new DetectedPicture(...)); // one after the other, in any order
///   results.finish((journal, file) -> Files.writeString(file, resultsOf(journal)));
/// }
/// ```
package io.affut.engine.results;
