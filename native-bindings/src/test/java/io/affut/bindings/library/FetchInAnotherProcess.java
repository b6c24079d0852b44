package io.affut.bindings.library;

import java.nio.file.Path;
import java.util.List;

/// What two processes at once do in [TwoProcessesTest]: fetch a wheel and unpack it.
final class FetchInAnotherProcess {
  private FetchInAnotherProcess() {}

  /// @param args the cache, the name of the wheel and its sum
  public static void main(String[] args) throws Exception {
    Path cache = Path.of(args[0]);
    var wanted = new PinnedPackage("thing", "1.2.3", args[1], args[2], List.of());
    new CachedFolder(cache, "native/thing")
        .filled(
            System.out::println,
            empty -> {
              var clients = new PackageClients(cache, System.getenv(), System.out::println);
              Archive.unpack(clients.wheel(wanted), empty, _ -> true);
              clients.discard(wanted);
            });
    System.out.println("filled");
  }
}
