/// The command line.
module io.affut.cli {
  requires io.affut.engine;
  requires io.affut.exports;
  requires com.fasterxml.jackson.databind;
  requires info.picocli;
  requires java.desktop;
  requires jdk.management;
  requires me.tongfei.progressbar;

  opens io.affut.cli to
      info.picocli;
}
