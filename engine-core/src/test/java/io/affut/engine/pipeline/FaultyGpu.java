package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaException;
import io.affut.engine.backend.CropBatch;
import io.affut.engine.backend.CropNetwork;
import io.affut.engine.backend.Slot;
import io.affut.engine.backend.SlotInput;
import io.affut.engine.detection.Logits;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;

/// A device that fails as a GPU does, at the steps that it is told, or for want of memory. Its
/// pictures lie in memory of the host nevertheless.
final class FaultyGpu implements LaneDevice {
  private final String name;
  private final LaneDevice host;
  private final IntFunction<Fault> plan;
  private final AtomicInteger steps = new AtomicInteger();
  private volatile boolean lost;

  /// What its pictures may take at the same time, and what each of them takes.
  private final long memory;

  private final ToLongFunction<Path> needs;
  private long used;

  /// What happens at a step.
  enum Fault {
    NONE(0, ""),
    LOST(719, "cudaErrorLaunchFailure"),
    MEMORY(2, "cudaErrorMemoryAllocation"),
    OTHER(1, "cudaErrorInvalidValue");

    private final int status;
    private final String word;

    Fault(int status, String word) {
      this.status = status;
      this.word = word;
    }

    private CudaException exception(String step) {
      return new CudaException("cuda_" + step, status, word, "");
    }
  }

  /// @param plan what happens at each step that its workers and networks take, from 1
  FaultyGpu(String name, LaneDevice host, IntFunction<Fault> plan) {
    this(name, host, plan, Long.MAX_VALUE, file -> 0);
  }

  /// @param memory how much there is
  /// @param needs how much a picture takes; a sparing bench takes half of it
  FaultyGpu(
      String name,
      LaneDevice host,
      IntFunction<Fault> plan,
      long memory,
      ToLongFunction<Path> needs) {
    this.name = name;
    this.host = host;
    this.plan = plan;
    this.memory = memory;
    this.needs = needs;
  }

  /// How many steps there were.
  int steps() {
    return steps.get();
  }

  /// What was not given back.
  synchronized long used() {
    return used;
  }

  private void step(String what) {
    Fault fault = plan.apply(steps.incrementAndGet());
    lost |= fault == Fault.LOST;
    if (lost) {
      throw Fault.LOST.exception(what);
    }
    if (fault != Fault.NONE) {
      throw fault.exception(what);
    }
  }

  private synchronized void occupy(long bytes) {
    if (used + bytes > memory) {
      throw Fault.MEMORY.exception("cudaMalloc");
    }
    used += bytes;
  }

  private synchronized void give(long bytes) {
    used -= bytes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Workbench newBench(boolean sparing) {
    step("newBench");
    return new Bench(host.newBench(sparing), sparing);
  }

  @Override
  public Optional<CudaException> examine() {
    return lost ? Optional.of(Fault.LOST.exception("cudaMemGetInfo")) : Optional.empty();
  }

  private final class Bench implements Workbench {
    private final Workbench bench;
    private final boolean sparing;
    private long held;

    Bench(Workbench bench, boolean sparing) {
      this.bench = bench;
      this.sparing = sparing;
    }

    @Override
    public Look read(Path file, DecodeScale scale, LongConsumer decoding)
        throws UnreadablePictureException {
      step("read");
      long needed = needs.applyAsLong(file) / (sparing ? 2 : 1);
      if (needed > held) {
        occupy(needed - held);
        held = needed;
      }
      return bench.read(file, scale, decoding);
    }

    @Override
    public Look take(Picture decoded) {
      step("take");
      return bench.take(decoded);
    }

    @Override
    public void letterbox(Letterbox box, int pad, SlotInput into) {
      step("letterbox");
      bench.letterbox(box, pad, into);
    }

    @Override
    public void crop(List<Crop> crops, int size, List<SlotInput> into) {
      step("crop");
      bench.crop(crops, size, into);
    }

    @Override
    public int cropsAtOnce() {
      return 3;
    }

    @Override
    public void settle() {
      bench.settle();
    }

    @Override
    public void close() {
      bench.close();
      give(held);
      held = 0;
      step("close");
    }
  }

  /// The same slot on this device.
  Slot slot(Slot slot) {
    return new SlotAround(slot) {
      @Override
      public void start() {
        step("start");
        super.start();
      }

      @Override
      public void await() {
        super.await();
        step("await");
      }
    };
  }

  /// The same classifier on this device.
  CropNetwork crops(CropNetwork crops) {
    return new CropNetwork() {
      @Override
      public int size() {
        return crops.size();
      }

      @Override
      public List<CropBatch> batches() {
        return crops.batches().stream().map(FaultyGpu.this::batch).toList();
      }

      @Override
      public String precision() {
        return crops.precision();
      }

      @Override
      public void close() {
        crops.close();
      }
    };
  }

  private CropBatch batch(CropBatch batch) {
    return new CropBatch() {
      @Override
      public int capacity() {
        return batch.capacity();
      }

      @Override
      public SlotInput input(int place) {
        return batch.input(place);
      }

      @Override
      public void compute(int count) {
        step("compute");
        batch.compute(count);
      }

      @Override
      public Logits logits(int place) {
        return batch.logits(place);
      }
    };
  }
}
