package io.affut.modelimport;

/// What of a vision transformer's last tokens its logits come from: timm's `global_pool`. A
/// checkpoint does not say it, and its weights may have the same names with either.
public enum Pool {
  /// The class token.
  TOKEN,
  /// The mean of the patches' tokens, without the class token and the register tokens.
  AVG
}
