package io.affut.bindings.library;

import io.affut.testing.Required;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// NVIDIA's wheels for the tests, pinned and unpacked once into the folder `testing` of the real
/// cache. They are NVIDIA's own and never part of Affût.
public enum CudaWheels {
  /// The runtime with its headers; 2.3 MB.
  RUNTIME_13(
      "nvidia-cuda-runtime",
      "13.1.80",
      "nvidia_cuda_runtime-13.1.80-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
      "dac25b52e69050e5a7a84957e6df470a85b185f8f648a99a1ab1dfce027576cf",
      "manylinux2014_x86_64",
      "nvidia/cu13",
      "cuda"),

  /// The same of CUDA 12; 3.5 MB.
  RUNTIME_12(
      "nvidia-cuda-runtime-cu12",
      "12.9.79",
      "nvidia_cuda_runtime_cu12-12.9.79-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
      "25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3",
      "manylinux2014_x86_64",
      "nvidia/cuda_runtime",
      "cuda"),

  /// The compiler of kernels; 46.6 MB.
  NVRTC_13(
      "nvidia-cuda-nvrtc",
      "13.1.115",
      "nvidia_cuda_nvrtc-13.1.115-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl",
      "d7cf1284ab82f379884decc8813d9d4a729bc96b1ec020a9cf80303f698d73c4",
      "manylinux2010_x86_64",
      "nvidia/cu13",
      "nvrtc"),

  /// The same of CUDA 12; 89.6 MB.
  NVRTC_12(
      "nvidia-cuda-nvrtc-cu12",
      "12.9.86",
      "nvidia_cuda_nvrtc_cu12-12.9.86-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl",
      "210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4",
      "manylinux2010_x86_64",
      "nvidia/cuda_nvrtc",
      "nvrtc"),

  /// nvJPEG with its header; 3.7 MB.
  NVJPEG_13(
      "nvidia-nvjpeg",
      "13.0.3.75",
      "nvidia_nvjpeg-13.0.3.75-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
      "b9fc782a1453fabacef7326f8d234f1503174558fb394bacd6ebf8fcd2089cdf",
      "manylinux2014_x86_64",
      "nvidia/cu13",
      "cuda"),

  /// The same of CUDA 12; 5.3 MB.
  NVJPEG_12(
      "nvidia-nvjpeg-cu12",
      "12.4.0.76",
      "nvidia_nvjpeg_cu12-12.4.0.76-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
      "3888f10b32fbd58e80166c48e01073732d752fa5f167b7cb5b9615f1c6375a20",
      "manylinux2014_x86_64",
      "nvidia/nvjpeg",
      "cuda");

  private final PinnedPackage wheel;
  private final String folder;
  private final String part;

  CudaWheels(
      String name,
      String version,
      String file,
      String sha256,
      String platform,
      String folder,
      String part) {
    this.wheel = new PinnedPackage(name, version, file, sha256, List.of(platform));
    this.folder = folder;
    this.part = part;
  }

  /// The folder `include` of the wheel.
  public Path headers() {
    return unpacked().resolve(folder).resolve("include");
  }

  /// A file of the folder `lib` of the wheel.
  public Path library(String name) {
    return unpacked().resolve(folder).resolve("lib").resolve(name);
  }

  /// The whole wheel. Ends the test, by the rule of [Required] for `cuda` or `nvrtc`, where it
  /// cannot be had.
  public Path unpacked() {
    Required.present(
        part,
        Platform.current().toString().equals("linux-x86_64"),
        "the CUDA wheels of the tests are for linux-x86_64");
    Path cache = CacheFolder.ofThisUser();
    var target = new CachedFolder(cache, "testing/" + wheel.name() + "-" + wheel.version());
    try {
      return target.filled(
          _ -> {},
          empty -> {
            var clients = new PackageClients(cache, System.getenv(), _ -> {});
            Archive.unpack(clients.wheel(wheel), empty, _ -> true);
            clients.discard(wheel);
          });
    } catch (PackageClientException e) {
      Required.present(part, false, e.getMessage());
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
