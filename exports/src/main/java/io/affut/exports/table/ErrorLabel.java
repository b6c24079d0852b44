package io.affut.exports.table;

/// What DeepFaune calls a picture that cannot be read.
final class ErrorLabel {
  private ErrorLabel() {}

  /// The word in `language`; the English one where DeepFaune's is not known.
  static String in(String language) {
    return switch (language) {
      case "fr" -> "erreur";
      case "it" -> "errore";
      case "de" -> "Fehler";
      default -> "error";
    };
  }
}
