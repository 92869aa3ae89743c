/* Stemma: from the reports of a news story to an account of it.
 *
 * Placeholder sections are filled in src/api. */
#ifndef STEMMA_H
#define STEMMA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(STM_BUILD) && defined(__GNUC__)
#define STM_API __attribute__((visibility("default")))
#else
#define STM_API
#endif

/* ---- version ------------------------------------------------------------------------ */

#define STM_VERSION "0.1.0"
STM_API const char *stm_version(void);

/* ---- status --------------------------------------------------------------------------- */

/* Functions that can fail return 0 (STM_OK) or one of these. */
enum stm_status {
    STM_OK = 0,
    STM_ENOMEM = -1,  /* no memory */
    STM_EIO = -2,     /* a file could not be opened, read or written */
    STM_EFORMAT = -3, /* the bytes are not what they say they are */
    STM_ELIMIT = -4,  /* larger, deeper or more than is allowed */
    STM_EUSAGE = -5,  /* an argument is wrong */
    STM_EEMPTY = -6,  /* nothing to read in it */
    STM_ESTOP = -7    /* the caller's own callback said stop */
};
/* A few English words for a status. Never NULL. */
STM_API const char *stm_strerror(int status);

/* Detail of a failure, owned by the caller. */
typedef struct stm_err {
    int code;
    const char *message; /* constant text */
    uint64_t at;         /* byte position in the input, or 0 */
} stm_err;

#ifdef __cplusplus
}
#endif
#endif
