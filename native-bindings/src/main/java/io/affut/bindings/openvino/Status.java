package io.affut.bindings.openvino;

/// What a function of OpenVINO's C library returns: `ov_status_e`, under its C names.
enum Status {
  OK(0),
  GENERAL_ERROR(-1),
  NOT_IMPLEMENTED(-2),
  NETWORK_NOT_LOADED(-3),
  PARAMETER_MISMATCH(-4),
  NOT_FOUND(-5),
  OUT_OF_BOUNDS(-6),
  UNEXPECTED(-7),
  REQUEST_BUSY(-8),
  RESULT_NOT_READY(-9),
  NOT_ALLOCATED(-10),
  INFER_NOT_STARTED(-11),
  NETWORK_NOT_READ(-12),
  INFER_CANCELLED(-13),
  INVALID_C_PARAM(-14),
  UNKNOWN_C_ERROR(-15),
  NOT_IMPLEMENT_C_METHOD(-16),
  UNKNOW_EXCEPTION(-17);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  /// The value of the C constant.
  int code() {
    return code;
  }

  /// The C name of `code`; "unknown status" for one that no header has.
  static String name(int code) {
    for (Status status : values()) {
      if (status.code == code) {
        return status.name();
      }
    }
    return "unknown status";
  }

  /// Whether `code` comes from an exception inside OpenVINO, which leaves its text behind. The
  /// others are returned by the C layer itself, and the last error text is then an older one's.
  static boolean leavesText(int code) {
    return code == GENERAL_ERROR.code
        || code == NOT_IMPLEMENTED.code
        || code == REQUEST_BUSY.code
        || code == INFER_CANCELLED.code
        || code == UNKNOW_EXCEPTION.code;
  }
}
