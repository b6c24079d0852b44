/// NVIDIA's libraries together: all that a GPU needs, or all that stands in the way.
///
/// ```java
/// NvidiaSearch search = NvidiaSearch.of(libraries, ledger);
/// NvidiaLibraries nvidia =
///     search.libraries().orElseThrow(() -> new SomeException(String.join("\n", search.reasons())));
/// search.remarks().forEach(System.err::println);
/// for (CudaDevice device : nvidia.devices()) {
///   TensorRtEngine engine = nvidia.tensorRt().load(device, plan);
/// }
/// ```
package io.affut.bindings.nvidia;
