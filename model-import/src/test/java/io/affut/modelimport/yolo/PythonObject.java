package io.affut.modelimport.yolo;

import java.util.LinkedHashMap;
import java.util.Map;

/// An object of a checkpoint that a test makes up, with its attributes: texts, numbers, truth
/// values, `null`, lists, maps, arrays (as tensors) and other objects. Attributes may be changed
/// until the file is written.
final class PythonObject {
  private final String type;
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  /// @param type the full name of its class
  PythonObject(String type) {
    this.type = type;
  }

  /// A module of PyTorch without parts, parameters and buffers yet.
  static PythonObject module(String type) {
    return new PythonObject(type)
        .set("_parameters", new LinkedHashMap<String, Object>())
        .set("_buffers", new LinkedHashMap<String, Object>())
        .set("_modules", new LinkedHashMap<String, Object>());
  }

  String type() {
    return type;
  }

  Map<String, Object> attributes() {
    return attributes;
  }

  PythonObject set(String attribute, Object value) {
    attributes.put(attribute, value);
    return this;
  }

  PythonObject unset(String attribute) {
    attributes.remove(attribute);
    return this;
  }

  PythonObject parameter(String name, Object tensor) {
    return put("_parameters", name, tensor);
  }

  PythonObject buffer(String name, Object tensor) {
    return put("_buffers", name, tensor);
  }

  PythonObject part(String name, Object module) {
    return put("_modules", name, module);
  }

  /// A module, by its path from here.
  PythonObject at(String path) {
    PythonObject current = this;
    for (String name : path.split("\\.")) {
      current = (PythonObject) current.table("_modules").get(name);
    }
    return current;
  }

  @SuppressWarnings("unchecked") // the maps that module() made
  Map<String, Object> table(String attribute) {
    return (Map<String, Object>) attributes.get(attribute);
  }

  private PythonObject put(String table, String name, Object value) {
    table(table).put(name, value);
    return this;
  }
}
