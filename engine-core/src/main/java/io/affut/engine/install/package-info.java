/// How models get into the store: files of others, which are converted where they have to be, the
/// default model, and downloads by model cards; and the choice among them.
///
/// ```java
/// var installer = new ModelInstaller(store, System.err::println);
/// Model<?> model = installer.add(Path.of("best.pt"), Optional.empty(), ModelSettings.NONE);
/// ```
package io.affut.engine.install;
