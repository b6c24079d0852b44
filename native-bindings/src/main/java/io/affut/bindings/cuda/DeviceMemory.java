package io.affut.bindings.cuda;

/// The memory of a device at a moment.
///
/// @param free bytes that could be allocated, by any process
/// @param total bytes that there are
public record DeviceMemory(long free, long total) {}
