/// Recipes: which detectors work together, and how, and what names the animals that they find.
///
/// ```java
/// Recipe recipe = Recipes.ours().find("DFbsMDS").orElseThrow();
/// BoxSource<Model<DetectorManifest>> source = new RecipeChoice(store).detectors(recipe);
/// ```
package io.affut.engine.recipe;
