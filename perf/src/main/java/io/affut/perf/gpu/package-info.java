/// What `perf/gpu/verify` does on a machine with an NVIDIA GPU, a step in a process of its own, so
/// that one which fails, or ends its process, takes nothing from the others.
///
/// ```sh
/// java -cp perf.jar:lib/* io.affut.perf.gpu.VerifyStep compare out=compare-f16.json \
///   device=cuda precision=f16 model=FOLDER pictures=FOLDER
/// ```
///
/// None of it has run on a GPU yet.
package io.affut.perf.gpu;
