/// The command line: thin commands over the engine.
///
/// ```java
/// int status = Affut.execute(System.getenv(), System.out, System.err, "run", "photos", "-o", "results.json");
/// ```
package io.affut.cli;
