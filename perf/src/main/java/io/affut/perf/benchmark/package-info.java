/// JMH benchmarks of the parts that a picture goes through, one class a part.
///
/// Each takes what it needs from where the program takes it, reuses it as the program does, and has
/// a test that compares what one call puts out with a reference.
///
/// ```sh
/// java -jar perf/target/benchmarks.jar LetterboxBenchmark -prof gc
/// ```
package io.affut.perf.benchmark;
