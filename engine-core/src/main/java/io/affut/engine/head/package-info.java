/// A network's raw outputs to boxes in pixels of its input. Shared by all backends.
///
/// ```java
/// List<Candidate> boxes =
///     NonMaximumSuppression.within(head.candidates(outputs, 512, 512, 0.3f), 0.5f, 300);
/// ```
package io.affut.engine.head;
