/// Measuring the engine while it does its real work: how often, how long, where, and with what.
///
/// ```java
/// Optional<Measurement> measured =
///     Measurement.of(engine, files, warmUp, length, false, () -> false);
/// measured.ifPresent(m -> System.out.println(m.perSecond() + " pictures/s, " + m.latency()));
/// ```
package io.affut.cli.bench;
