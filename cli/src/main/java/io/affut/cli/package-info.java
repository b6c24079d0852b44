/// The command line: thin commands over the engine.
///
/// ```java
/// var here = new Surroundings(System.getenv(), System.out, System.err, Path.of(""));
/// int status = Affut.execute(here, "run", "photos", "-o", "results.json");
/// ```
package io.affut.cli;
