/* Version and status words. */
#include "base/base.h"

const char *stm_version(void) { return STM_VERSION; }

const char *stm_strerror(int status) {
    switch (status) {
    case STM_OK: return "fine";
    case STM_ENOMEM: return "out of memory";
    case STM_EIO: return "cannot be read";
    case STM_EFORMAT: return "is damaged or not what it says it is";
    case STM_ELIMIT: return "is larger, deeper or more than is allowed";
    case STM_EUSAGE: return "wrong argument";
    case STM_EEMPTY: return "holds no report";
    case STM_ESTOP: return "stopped";
    }
    return "unknown status";
}
