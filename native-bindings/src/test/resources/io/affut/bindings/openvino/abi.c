/* Prints every enum value, size and offset of OpenVINO's C headers that OpenVinoC relies on. */
#include "openvino/c/openvino.h"

#include <stddef.h>
#include <stdio.h>

#define STATUS(name) printf("status " #name " %lld\n", (long long)name)
#define TYPE(name) printf("type " #name " %lld\n", (long long)name)
#define SIZE(name) printf("size " #name " %lld\n", (long long)sizeof(name))
#define OFFSET(type, member) \
    printf("offset " #type "." #member " %lld\n", (long long)offsetof(type, member))

int main(void) {
    STATUS(OK);
    STATUS(GENERAL_ERROR);
    STATUS(NOT_IMPLEMENTED);
    STATUS(NETWORK_NOT_LOADED);
    STATUS(PARAMETER_MISMATCH);
    STATUS(NOT_FOUND);
    STATUS(OUT_OF_BOUNDS);
    STATUS(UNEXPECTED);
    STATUS(REQUEST_BUSY);
    STATUS(RESULT_NOT_READY);
    STATUS(NOT_ALLOCATED);
    STATUS(INFER_NOT_STARTED);
    STATUS(NETWORK_NOT_READ);
    STATUS(INFER_CANCELLED);
    STATUS(INVALID_C_PARAM);
    STATUS(UNKNOWN_C_ERROR);
    STATUS(NOT_IMPLEMENT_C_METHOD);
    STATUS(UNKNOW_EXCEPTION);

    TYPE(DYNAMIC);
    TYPE(BOOLEAN);
    TYPE(BF16);
    TYPE(F16);
    TYPE(F32);
    TYPE(F64);
    TYPE(I4);
    TYPE(I8);
    TYPE(I16);
    TYPE(I32);
    TYPE(I64);
    TYPE(U1);
    TYPE(U2);
    TYPE(U3);
    TYPE(U4);
    TYPE(U6);
    TYPE(U8);
    TYPE(U16);
    TYPE(U32);
    TYPE(U64);
    TYPE(NF4);
    TYPE(F8E4M3);
    TYPE(F8E5M3);
    TYPE(STRING);
    TYPE(F4E2M1);
    TYPE(F8E8M0);

    SIZE(size_t);
    SIZE(void*);
    SIZE(ov_status_e);
    SIZE(ov_element_type_e);

    SIZE(ov_shape_t);
    OFFSET(ov_shape_t, rank);
    OFFSET(ov_shape_t, dims);

    SIZE(ov_dimension_t);
    OFFSET(ov_dimension_t, min);
    OFFSET(ov_dimension_t, max);

    SIZE(ov_partial_shape_t);
    OFFSET(ov_partial_shape_t, rank);
    OFFSET(ov_partial_shape_t, dims);

    SIZE(ov_version_t);
    OFFSET(ov_version_t, buildNumber);
    OFFSET(ov_version_t, description);

    SIZE(ov_available_devices_t);
    OFFSET(ov_available_devices_t, devices);
    OFFSET(ov_available_devices_t, size);

    SIZE(ov_profiling_info_t);
    OFFSET(ov_profiling_info_t, status);
    OFFSET(ov_profiling_info_t, real_time);
    OFFSET(ov_profiling_info_t, cpu_time);
    OFFSET(ov_profiling_info_t, node_name);
    OFFSET(ov_profiling_info_t, exec_type);
    OFFSET(ov_profiling_info_t, node_type);

    SIZE(ov_profiling_info_list_t);
    OFFSET(ov_profiling_info_list_t, profiling_infos);
    OFFSET(ov_profiling_info_list_t, size);

    printf("layer NOT_RUN %lld\n", (long long)NOT_RUN);
    printf("layer OPTIMIZED_OUT %lld\n", (long long)OPTIMIZED_OUT);
    printf("layer EXECUTED %lld\n", (long long)EXECUTED);
    return 0;
}
