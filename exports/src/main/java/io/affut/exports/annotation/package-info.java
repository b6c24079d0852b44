/// The boxes of a run as annotations for programs that train networks.
///
/// ```java
/// CocoExport.write(run, new CocoSettings("en", false), Path.of("annotations.json"));
/// ```
package io.affut.exports.annotation;
