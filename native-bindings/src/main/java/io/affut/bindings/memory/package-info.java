/// Memory outside the Java heap, and the count of it.
///
/// ```java
/// var ledger = new NativeLedger();
/// try (var pixels = NativeBuffer.confined(ledger, "pixels")) {
///   MemorySegment rgb = pixels.atLeast(4000 * 3000 * 3); // reused, grows when it must
/// }
/// assert ledger.snapshot().isEmpty();
/// ```
package io.affut.bindings.memory;
