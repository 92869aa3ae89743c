/* serve: the reading room: a page, and a desk's answers to it, over HTTP on this machine.
 *
 * rooms: base input page lang mark doc kin story claim fix account store view
 *
 * docs/room.md is the contract with the page, SECURITY.md what is promised. A thread for each connection, a handle on
 * the desk for each that asks something of it, and one thread that alone adds reports and makes the stories out:
 * whoever reads never waits for that one. */
#ifndef STM_SERVE_H
#define STM_SERVE_H

#include "base/base.h"

struct server;

struct serve_options {
    const char *desk;     /* its file; made if it is not there */
    const char *address;  /* NULL: the loopback, 127.0.0.1; else an IPv4 or IPv6 address */
    const char *host;     /* another name that it may be called by, or NULL */
    int port;             /* 0: any that is free */
    slice page;           /* the reading room's page */
    bool read_only;       /* no changes */
    int threads;          /* for reading and relating; 0: all cores */
    const char *models;
    uint64_t most_bytes;  /* of one added file; 0: 64 MiB */
    int patience;         /* seconds for a whole head, and for a body beside what its length takes; 0: 20 */
};

/* STM_EUSAGE: the page is none, or the address is; STM_EIO: the port is taken, the desk cannot be opened. */
int serve_start(struct server **out, const struct serve_options *options, stm_err *err);
int serve_port(const struct server *s);
/* Answers what has been asked, ends what is being added at a whole report, and closes. */
void serve_stop(struct server *s);

#endif
