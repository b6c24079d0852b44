package io.affut.bindings.openvino;

/// An input or output of a model.
///
/// @param name one of its names (OpenVINO's C library gives no more); empty where it has none
/// @param type of the elements
/// @param shape its extents
public record Port(String name, ElementType type, PartialShape shape) {}
