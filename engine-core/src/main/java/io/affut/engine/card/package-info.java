/// Model cards: what is known of the models that others publish.
///
/// ```java
/// ModelCard card = ModelCards.find("deepfaune-1.4-detector").orElseThrow();
/// System.out.println(card.title() + ", " + card.sizeInWords() + ", " + card.licence());
/// ```
package io.affut.engine.card;
