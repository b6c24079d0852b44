/// Reading TOML so that every mistake in it is named with its key.
///
/// ```java
/// TomlTable input = TomlTable.parse(Files.readString(file)).table("input");
/// int size = input.whole("size", 16, 8192);
/// ```
package io.affut.engine.toml;
