/* fetch_transfer.h: one request on its way, from hop to hop. The queue around it is fetch.c.
 *
 * transfer_start puts the job's current URL on its way; when libcurl reports its end, transfer_end says what follows:
 * the next hop, a result in the request, or why there is none. Callbacks hold the limits while bytes arrive. */
#ifndef INGEST_FETCH_TRANSFER_H
#define INGEST_FETCH_TRANSFER_H

#include "base/map.h"
#include "base/url.h"
#include "ingest/ingest.h"
#include <curl/curl.h>

enum robots_state { ROBOTS_UNKNOWN, ROBOTS_ASKED, ROBOTS_KNOWN, ROBOTS_UNREACHABLE };

struct origin { /* scheme://host:port */
    struct str key;
    size_t active, at_once;
    int64_t next_start_ms, delay_ms;
    enum robots_state robots;
    struct str robots_txt;
};

struct job {
    struct engine *engine;
    struct fetch_request *request;
    struct origin *origin;
    bool is_robots;
    struct str first_host; /* what allow_private is for */
    int first_port;
    struct str url; /* of this hop */
    int hops;
    bool permanent; /* so far every redirect was */
    bool private_ok;
    size_t max_bytes;
    int64_t started_ms, deadline_ms, hop_ms;

    CURL *easy;
    struct curl_slist *headers;
    struct buf body;
    size_t header_lines, header_bytes;
    char cut[200]; /* why a callback ended the transfer */
    char curl_says[CURL_ERROR_SIZE];
};
VEC(jobs, struct job *);

struct engine {
    struct arena *a;
    CURLM *multi;
    struct fetch_limits limits;
    struct map origins;
    struct map private_ones; /* "host:port" that was connected to under allow_private */
    struct jobs waiting;
    size_t active, done, all;
};

int transfer_start(struct job *j, struct err *e);
/* 1: another hop was started. 0: it is over, and *status is the server's answer. -1: it failed, e says why. */
int transfer_end(struct job *j, CURLcode rc, long *status, struct err *e);
void transfer_result(struct job *j, long status); /* the answer, into the job's request */
void transfer_free(struct job *j);
int url_port(const struct url *u); /* the one given, else the scheme's */

#endif
