/// Finding, fetching and loading native libraries.
///
/// ```java
/// var libraries = NativeLibraries.ofEnvironment(System.err::println);
/// FoundLibrary openVino = libraries.require(NativeLibrary.OPENVINO); // fetches it the first time
/// LoadedLibrary loaded = LibraryLoader.open("OpenVINO", openVino.version(), openVino.file());
/// MemorySegment function = loaded.symbol("ov_get_openvino_version");
/// ```
package io.affut.bindings.library;
