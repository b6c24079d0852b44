/// Models and their manifests: a model is a folder with a network and a `manifest.toml`.
///
/// ```java
/// var store = new ModelStore(cache.resolve("models"));
/// Model<?> model = store.find("centernet-mobilenetv3-512").orElseThrow();
/// ModelIntegrity.check(model);
/// ```
package io.affut.engine.model;
