/// Files and folders as exports write them: there whole or not at all, never over another file,
/// never outside the folder that was asked for.
///
/// ```java
/// WholeFile.write(Path.of("labels.csv"), out -> out.write(bytes));
/// Path folder = target.resolve(SafeName.of("oiseau: indéfini?")); // oiseau_ indéfini_
/// ```
package io.affut.exports.files;
