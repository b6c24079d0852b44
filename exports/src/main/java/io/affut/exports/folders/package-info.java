/// Pictures in folders that are named after what they show, and the way back.
///
/// ```java
/// var settings = new FolderSettings("fr", Placement.COPY, false);
/// ExportOutcome outcome = FolderExport.write(run, settings, Path.of("by-species"));
/// UndoOutcome undone = FoldersUndo.run(Path.of("by-species/affut-undo.jsonl"));
/// ```
package io.affut.exports.folders;
