/* A client of raw bytes over the loopback, for tests of the server. */
#ifndef STM_TEST_CLIENT_H
#define STM_TEST_CLIENT_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/base.h"

#define TEST_PAGE "<!doctype html><html><head><!--stemma-head--><style>b{}</style></head><body><!--stemma-data-->" \
                  "<script type=\"module\">1</script></body></html>"

struct reply {
    int status; /* 0: the connection was closed without an answer */
    char *all;  /* head and body */
    size_t n;
    const char *body;
};

static inline void reply_free(struct reply *r) {
    free(r->all);
    *r = (struct reply){0};
}

static inline int client_connect(int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static inline void client_send(int fd, const char *p, size_t n) {
    while (n) {
        ssize_t w = send(fd, p, n, MSG_NOSIGNAL);
        if (w <= 0)
            return; /* refused already: the answer says so */
        p += w;
        n -= (size_t)w;
    }
}

/* All until the connection is closed. */
static inline struct reply client_read(int fd) {
    struct reply r = {0};
    size_t cap = 0;
    for (;;) {
        if (r.n + 4096 + 1 > cap)
            r.all = realloc(r.all, cap = (cap + 8192) * 2);
        ssize_t got = recv(fd, r.all + r.n, 4096, 0);
        if (got <= 0)
            break;
        r.n += (size_t)got;
    }
    close(fd);
    r.all[r.n] = 0;
    if (r.n > 12 && !strncmp(r.all, "HTTP/1.1 ", 9))
        r.status = atoi(r.all + 9);
    const char *body = strstr(r.all, "\r\n\r\n");
    r.body = body ? body + 4 : r.all + r.n;
    return r;
}

/* `head`: request line and headers but Host and Connection, each with its line end; host NULL: the right one. */
static inline struct reply client_ask(int port, const char *host, const char *head, const char *body, size_t body_n) {
    char right[64];
    size_t n = strlen(head) + body_n + 400;
    char *all = malloc(n);
    snprintf(right, sizeof right, "127.0.0.1:%d", port);
    const char *line = strstr(head, "\r\n");
    int first = (int)(line - head);
    int len = snprintf(all, n, "%.*s\r\nHost: %s\r\nConnection: close\r\n%s", first, head, host ? host : right, line + 2);
    if (body || !strncmp(head, "POST", 4))
        len += snprintf(all + len, n - (size_t)len, "Content-Length: %zu\r\n", body_n);
    len += snprintf(all + len, n - (size_t)len, "\r\n");
    if (body_n)
        memcpy(all + len, body, body_n);
    struct reply r = {0};
    int fd = client_connect(port);
    if (fd >= 0) {
        client_send(fd, all, (size_t)len + body_n);
        r = client_read(fd);
    } else {
        r.all = calloc(1, 1);
        r.body = r.all;
    }
    free(all);
    return r;
}

static inline int client_status(int port, const char *host, const char *head, const char *body, size_t n) {
    struct reply r = client_ask(port, host, head, body, n);
    int status = r.status;
    reply_free(&r);
    return status;
}

static inline struct reply client_get(int port, const char *path) {
    char head[2048];
    snprintf(head, sizeof head, "GET %s HTTP/1.1\r\n", path);
    return client_ask(port, NULL, head, NULL, 0);
}

#endif
