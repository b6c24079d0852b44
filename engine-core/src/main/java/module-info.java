/// Models, backends, detector, pipeline, results and journal.
module io.affut.engine {
  requires io.affut.bindings;
  requires io.affut.preprocessing;
  requires io.affut.modelimport;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.toml;
}
