/// Models, backends, detector, pipeline, results and journal.
module io.affut.engine {
  requires transitive io.affut.bindings;
  requires transitive io.affut.preprocessing;
  requires io.affut.modelimport;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.toml;
  requires org.apache.commons.compress;
  requires java.net.http;
  requires jdk.jfr;

  exports io.affut.engine.card;
  exports io.affut.engine.detection;
  exports io.affut.engine.download;
  exports io.affut.engine.install;
  exports io.affut.engine.model;
  exports io.affut.engine.given;
  exports io.affut.engine.pipeline;
  exports io.affut.engine.recipe;
  exports io.affut.engine.results;
  exports io.affut.engine.species;
  exports io.affut.engine.toml;
}
