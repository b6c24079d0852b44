/// Affût's side of the comparison with the peers: a process that stays warm and does one thing at a
/// time, as `perf/peers` asks on standard input.
///
/// ```sh
/// echo '{"do": "decode", "files": ["IMG_0001.JPG"]}' |
///   java -cp perf/target/benchmarks.jar io.affut.perf.peer.PeerSide
/// ```
package io.affut.perf.peer;
