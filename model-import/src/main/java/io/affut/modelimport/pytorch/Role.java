package io.affut.modelimport.pytorch;

/// What a name of Python stands for in a checkpoint.
enum Role {
  /// A mapping: made empty, of another, or of pairs.
  TABLE,
  /// A mapping with a default, which comes first.
  TABLE_WITH_DEFAULT,
  /// A list, or what is as good as one.
  LIST,
  /// A tuple.
  TUPLE,
  /// A set.
  SET,
  /// A set that cannot be changed.
  FROZENSET,
  /// Bytes: made empty, of bytes, or of a text.
  BYTES,
  /// A text as bytes, which is how protocol 2 writes bytes.
  TEXT_AS_BYTES,
  /// A tensor: a storage, offset, shape and strides.
  TENSOR,
  /// The same, of a type that is named after them.
  TYPED_TENSOR,
  /// A tensor of a Python class: the function that makes it, the class, its arguments, its state.
  CLASSED_TENSOR,
  /// A tensor that is trained; the tensor comes first.
  PARAMETER,
  /// An object of a class: the class, its base, the state of the base.
  RECONSTRUCTED,
  /// An attribute of a class or object.
  ATTRIBUTE,
  /// An object with attributes.
  INSTANCE,
  /// Something that nothing here reads.
  OPAQUE
}
