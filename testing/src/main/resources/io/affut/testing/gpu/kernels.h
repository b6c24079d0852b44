// Makes a C++ compiler take a source for NVIDIA's GPUs: what it expects to be there, and for each
// kernel a description under which the stand-in for the CUDA runtime finds and runs it. Threads run
// one after the other, so kernels in which they wait for each other are not for it.
#include <math.h>
#include <stddef.h>

#include <type_traits>
#include <utility>

#define __global__
#define __device__ static inline

struct standin_index {
    unsigned int x, y, z;
};
static standin_index gridDim, blockDim, blockIdx, threadIdx;

// The same as in standin.h.
struct standin_parameter {
    size_t bytes;
    int pointers;
    int writes;
};
struct standin_kernel {
    const char* name;
    int count;
    const standin_parameter* parameters;
    void (*run)(void** arguments, const unsigned int blocks[3], const unsigned int threads[3]);
};

template <typename Type>
struct standin_pointers {
    static constexpr int count = 0, writes = 0;
};
template <typename To>
struct standin_pointers<To*> {
    static constexpr int count = 1, writes = !std::is_const_v<To>;
};
// A template of a pointer is an array of such pointers, and nothing else.
template <template <typename> class Several, typename To>
struct standin_pointers<Several<To*>> {
    static constexpr int count = sizeof(Several<To*>) / sizeof(To*), writes = !std::is_const_v<To>;
};

template <typename Kernel>
struct standin_description;
template <typename... Types>
struct standin_description<void (*)(Types...)> {
    static constexpr standin_parameter parameters[] = {
        {sizeof(Types), standin_pointers<Types>::count, standin_pointers<Types>::writes}...};

    template <void (*kernel)(Types...)>
    static void run(void** arguments, const unsigned int blocks[3], const unsigned int threads[3]) {
        gridDim = {blocks[0], blocks[1], blocks[2]};
        blockDim = {threads[0], threads[1], threads[2]};
        for (blockIdx.z = 0; blockIdx.z < gridDim.z; blockIdx.z++)
            for (blockIdx.y = 0; blockIdx.y < gridDim.y; blockIdx.y++)
                for (blockIdx.x = 0; blockIdx.x < gridDim.x; blockIdx.x++)
                    for (threadIdx.z = 0; threadIdx.z < blockDim.z; threadIdx.z++)
                        for (threadIdx.y = 0; threadIdx.y < blockDim.y; threadIdx.y++)
                            for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++)
                                thread<kernel>(arguments, std::index_sequence_for<Types...>());
    }

    template <void (*kernel)(Types...), size_t... index>
    static void thread(void** arguments, std::index_sequence<index...>) {
        kernel(*static_cast<Types*>(arguments[index])...);
    }
};

#define STANDIN_KERNEL(function)                                                        \
    extern "C" const standin_kernel standin_kernel_##function = {                       \
        #function, sizeof(standin_description<decltype(&function)>::parameters) /       \
                       sizeof(standin_parameter),                                       \
        standin_description<decltype(&function)>::parameters,                           \
        standin_description<decltype(&function)>::run<function>};
#define STANDIN_ARCHITECTURE(number) extern "C" const int standin_architecture = number;
