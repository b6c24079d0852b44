package io.affut.modelimport.pytorch;

/// An object of a library that has nothing to do with the network, such as the torchvision
/// transform that a checkpoint carries along. Its contents were read past and dropped; it was
/// neither made nor run.
///
/// @param global the full dotted name of its class or of the function that would have made it
public record Opaque(String global) implements Value {}
