/// What each box of a picture is called.
///
/// ```java
/// BoxVerdicts verdicts = new BoxVerdicts(run.run(), run.settings());
/// Verdict fox = verdicts.of(picture, 0);
/// ```
package io.affut.exports.verdicts;
