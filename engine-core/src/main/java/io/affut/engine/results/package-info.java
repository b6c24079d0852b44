/// What a run leaves behind: the journal, written picture by picture, and the result file made from
/// it.
///
/// ```java
/// try (var journal = JournalWriter.create(path, info)) {
///   journal.append(new DetectedPicture(...));
/// }
/// MegaDetectorFile.write(JournalReader.open(path), output, completed);
/// ```
package io.affut.engine.results;
