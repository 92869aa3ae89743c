/* libmicrohttpd, opened when a desk is served: it brings TLS with it (unused here), and loading and starting all
 * that costs as much as reading a report. */
#include "serve_inside.h"

static struct mhd mhd;
static bool mhd_there;

static void mhd_open(void) {
    static const char *const names[] = {
        "MHD_add_response_header", "MHD_create_response_from_buffer",
        "MHD_create_response_from_buffer_with_free_callback", "MHD_create_response_from_callback",
        "MHD_destroy_response", "MHD_get_connection_info", "MHD_get_connection_values",
        "MHD_get_daemon_info", "MHD_lookup_connection_value", "MHD_queue_response", "MHD_start_daemon",
        "MHD_stop_daemon"};
    _Static_assert(sizeof mhd == NELEMS(names) * sizeof(void *), "a name for each function, in their order");
    mhd_there = library_open(STM_LIBMICROHTTPD, names, NELEMS(names), &mhd);
}

const struct mhd *serve_mhd(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, mhd_open);
    return mhd_there ? &mhd : NULL;
}
