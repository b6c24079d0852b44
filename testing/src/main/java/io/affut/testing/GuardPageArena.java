package io.affut.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// An arena whose every allocation ends flush against a page that nobody may touch, so that a
/// native read or write of one byte too many ends the process at once instead of passing unseen.
/// POSIX only.
///
/// The end is flush only for alignments that divide the size; ask for alignment 1 to catch the
/// first stray byte.
@SuppressWarnings("restricted") // mapping memory is what it is for
public final class GuardPageArena implements Arena {
  private static final long PAGE = 65536;
  private static final int PROT_NONE = 0;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS =
      System.getProperty("os.name").startsWith("Mac") ? 0x1002 : 0x22;

  private final Arena owner = Arena.ofConfined();
  private final MethodHandle mmap;
  private final MethodHandle mprotect;
  private final MethodHandle munmap;

  public GuardPageArena() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup c = linker.defaultLookup();
    mmap =
        linker.downcallHandle(
            c.findOrThrow("mmap"),
            FunctionDescriptor.of(
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    mprotect =
        linker.downcallHandle(
            c.findOrThrow("mprotect"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    munmap =
        linker.downcallHandle(
            c.findOrThrow("munmap"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    long usable = (Math.max(byteSize, 1) + PAGE - 1) / PAGE * PAGE;
    long total = usable + PAGE;
    try {
      MemorySegment base =
          (MemorySegment)
              mmap.invokeExact(
                  MemorySegment.NULL, total, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
      if (base.address() == -1) {
        throw new OutOfMemoryError("mmap of " + total + " bytes failed");
      }
      int status =
          (int)
              mprotect.invokeExact(
                  MemorySegment.ofAddress(base.address() + usable), PAGE, PROT_NONE);
      if (status != 0) {
        throw new IllegalStateException("mprotect failed");
      }
      long start = (base.address() + usable - byteSize) & -byteAlignment;
      return MemorySegment.ofAddress(start)
          .reinterpret(byteSize, owner, ignored -> unmap(base, total));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  private void unmap(MemorySegment base, long total) {
    try {
      int status = (int) munmap.invokeExact(base, total);
      if (status != 0) {
        throw new IllegalStateException("munmap failed");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  @Override
  public MemorySegment.Scope scope() {
    return owner.scope();
  }

  @Override
  public void close() {
    owner.close();
  }
}
