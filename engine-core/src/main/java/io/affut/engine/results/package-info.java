/// What a run leaves behind: the journal, written picture by picture, and the result file made from
/// it.
///
/// ```java
/// RunOutput.check(output, false);
/// try (RunOutput results = RunOutput.begin(output, info)) {
///   results.accept(picture); // one after the other, in any order
///   LabelCounts labels = results.finish(writer); // makes the result file out of the journal
/// }
/// ```
package io.affut.engine.results;
