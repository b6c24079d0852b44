package io.affut.bindings.tensorrt;

import io.affut.bindings.memory.NativeLedger;
import java.util.function.LongConsumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;
import org.bytedeco.tensorrt.nvonnxparser.IParser;

/// Makes owners of what TensorRT hands out, with the function that deletes it.
///
/// The preset has a function `delete (T *) p` for each class, which it uses for the objects that
/// Java makes of it, and there only. So one object of each class is made, asked for that function,
/// and given back; the function then deletes TensorRT's objects too, through their virtual
/// destructor.
final class Owners {
  /// The deleting destructor of `nvonnxparser::IParser`, of which Java can make none. It is
  /// declared behind the eight functions of the first version, `parse` to `getError` among them,
  /// and has two slots.
  private static final int PARSER_DELETE_SLOT = 9;

  private final NativeLedger ledger;
  private final LongConsumer builder;
  private final LongConsumer config;
  private final LongConsumer network;
  private final LongConsumer runtime;
  private final LongConsumer engine;
  private final LongConsumer context;
  private final LongConsumer memory;
  private final LongConsumer timings;

  /// @param ledger counts what lives, under the names of its C++ classes
  Owners(NativeLedger ledger) {
    this.ledger = ledger;
    this.builder = deleter(new BuilderDonor());
    this.config = deleter(new ConfigDonor());
    this.network = deleter(new NetworkDonor());
    this.runtime = deleter(new RuntimeDonor());
    this.engine = deleter(new EngineDonor());
    this.context = deleter(new ContextDonor());
    this.memory = deleter(new MemoryDonor());
    this.timings = deleter(new TimingsDonor());
  }

  Owned<IBuilder> own(IBuilder object) {
    return new Owned<>("IBuilder", object, builder, ledger);
  }

  Owned<IBuilderConfig> own(IBuilderConfig object) {
    return new Owned<>("IBuilderConfig", object, config, ledger);
  }

  Owned<INetworkDefinition> own(INetworkDefinition object) {
    return new Owned<>("INetworkDefinition", object, network, ledger);
  }

  Owned<IRuntime> own(IRuntime object) {
    return new Owned<>("IRuntime", object, runtime, ledger);
  }

  Owned<ICudaEngine> own(ICudaEngine object) {
    return new Owned<>("ICudaEngine", object, engine, ledger);
  }

  Owned<IExecutionContext> own(IExecutionContext object) {
    return new Owned<>("IExecutionContext", object, context, ledger);
  }

  Owned<IHostMemory> own(IHostMemory object) {
    return new Owned<>("IHostMemory", object, memory, ledger);
  }

  Owned<ITimingCache> own(ITimingCache object) {
    return new Owned<>("ITimingCache", object, timings, ledger);
  }

  Owned<IParser> own(IParser object) {
    return new Owned<>(
        "IParser",
        object,
        address ->
            TensorRtC.delete(TensorRtC.virtualFunction(address, PARSER_DELETE_SLOT), address),
        ledger);
  }

  /// An object of the preset's own making, which tells how it is deleted.
  private interface Donor {
    long deleter();
  }

  private static <T extends Pointer & Donor> LongConsumer deleter(T donor) {
    try (donor) {
      long deleter = donor.deleter();
      return object -> TensorRtC.delete(deleter, object);
    }
  }

  private static final class BuilderDonor extends IBuilder implements Donor {
    @Override
    public long deleter() {
      return ((NativeDeallocator) deallocator()).deallocatorAddress();
    }
  }

  private static final class ConfigDonor extends IBuilderConfig implements Donor {
    @Override
    public long deleter() {
      return ((NativeDeallocator) deallocator()).deallocatorAddress();
    }
  }

  private static final class NetworkDonor extends INetworkDefinition implements Donor {
    @Override
    public long deleter() {
      return ((NativeDeallocator) deallocator()).deallocatorAddress();
    }
  }

  private static final class RuntimeDonor extends IRuntime implements Donor {
    @Override
    public long deleter() {
      return ((NativeDeallocator) deallocator()).deallocatorAddress();
    }
  }

  private static final class EngineDonor extends ICudaEngine implements Donor {
    @Override
    public long deleter() {
      return ((NativeDeallocator) deallocator()).deallocatorAddress();
    }
  }

  private static final class ContextDonor extends IExecutionContext implements Donor {
    @Override
    public long deleter() {
      return ((NativeDeallocator) deallocator()).deallocatorAddress();
    }
  }

  private static final class MemoryDonor extends IHostMemory implements Donor {
    @Override
    public long deleter() {
      return ((NativeDeallocator) deallocator()).deallocatorAddress();
    }
  }

  private static final class TimingsDonor extends ITimingCache implements Donor {
    @Override
    public long deleter() {
      return ((NativeDeallocator) deallocator()).deallocatorAddress();
    }
  }
}
