/// What the tests of several modules share. Never part of the product.
///
/// ```java
/// Path photo = Fixtures.at("photos/human.jpg"); // skips the test, or fails it, where there are no
/// fixtures
/// ```
package io.affut.testing;
