/* Prints every number of the CUDA runtime's headers that CudaRuntimeC relies on. */
#include <cuda_runtime_api.h>

#include <stddef.h>
#include <stdio.h>

#define NUMBER(name) printf(#name " %lld\n", (long long)name)
#define SIZE(name) printf("size " #name " %lld\n", (long long)sizeof(name))

int main(void) {
    NUMBER(cudaSuccess);
    NUMBER(cudaErrorInsufficientDriver);
    NUMBER(cudaErrorNoDevice);
    NUMBER(cudaErrorNotReady);
    NUMBER(cudaStreamNonBlocking);
    NUMBER(cudaDeviceScheduleBlockingSync);
    NUMBER(cudaEventBlockingSync);
    NUMBER(cudaEventDisableTiming);
    NUMBER(cudaHostAllocDefault);
    NUMBER(cudaStreamCaptureModeThreadLocal);
    NUMBER(cudaMemcpyHostToDevice);
    NUMBER(cudaMemcpyDeviceToHost);
    NUMBER(cudaMemcpyDeviceToDevice);
    NUMBER(cudaDevAttrMultiProcessorCount);
    NUMBER(cudaDevAttrAsyncEngineCount);
    NUMBER(cudaDevAttrComputeCapabilityMajor);
    NUMBER(cudaDevAttrComputeCapabilityMinor);

    SIZE(struct cudaDeviceProp);
    printf("offset struct cudaDeviceProp.name %lld\n",
           (long long)offsetof(struct cudaDeviceProp, name));
    printf("size struct cudaDeviceProp.name %lld\n",
           (long long)sizeof(((struct cudaDeviceProp*)0)->name));
    SIZE(dim3);
    printf("offset dim3.y %lld\n", (long long)offsetof(dim3, y));
    printf("offset dim3.z %lld\n", (long long)offsetof(dim3, z));
    SIZE(size_t);
    SIZE(void*);
    SIZE(cudaStream_t);
    SIZE(cudaEvent_t);
    SIZE(cudaGraph_t);
    SIZE(cudaGraphExec_t);
    SIZE(cudaLibrary_t);
    SIZE(cudaKernel_t);
    SIZE(cudaError_t);
    return 0;
}
