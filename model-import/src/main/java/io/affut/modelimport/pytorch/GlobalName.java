package io.affut.modelimport.pytorch;

/// A class or function that a checkpoint only names, such as `torch.float32`. It is never looked
/// up, and never called.
///
/// @param name the full dotted name, in Python 3's spelling
public record GlobalName(String name) implements Value {}
