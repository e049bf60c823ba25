#include "ingest/guard.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* IANA's registry of special-purpose addresses, and two that clouds answer metadata on. */
static const char *guard_v4(uint32_t ip)
{
    static const struct {
        uint32_t net;
        int bits;
        const char *what;
    } nets[] = {
        {0x00000000, 8, "an address of this host"},
        {0x7f000000, 8, "a loopback address"},
        {0x0a000000, 8, "a private address"},
        {0xac100000, 12, "a private address"},
        {0xc0a80000, 16, "a private address"},
        {0xa9fea9fe, 32, "a metadata address"},
        {0xa9fe0000, 16, "a link-local address"},
        {0x646464c8, 32, "a metadata address"},
        {0x64400000, 10, "a carrier's private address"},
        {0xa83f8110, 32, "a metadata address"},
        {0xc0000000, 24, "a reserved address"},
        {0xc0000200, 24, "a documentation address"},
        {0xc0586300, 24, "a reserved address"},
        {0xc6120000, 15, "a benchmarking address"},
        {0xc6336400, 24, "a documentation address"},
        {0xcb007100, 24, "a documentation address"},
        {0xe0000000, 4, "a multicast address"},
        {0xf0000000, 4, "a reserved address"},
    };
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++)
        if (((ip ^ nets[i].net) >> (32 - nets[i].bits)) == 0)
            return nets[i].what;
    return NULL;
}

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Only global unicast is public; addresses that carry an IPv4 address are judged by that. */
static const char *guard_v6(const unsigned char ip[16])
{
    static const unsigned char zero[12], mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff},
                                         nat64[12] = {0x00, 0x64, 0xff, 0x9b};
    static const unsigned char loopback[16] = {[15] = 1};
    if (memcmp(ip, loopback, 16) == 0)
        return "a loopback address";
    if (memcmp(ip, mapped, 12) == 0)
        return guard_v4(be32(ip + 12));
    if (memcmp(ip, nat64, 12) == 0)
        return guard_v4(be32(ip + 12));
    if (memcmp(ip, zero, 12) == 0)
        return be32(ip + 12) ? "a reserved address" : "an address of this host";
    if (ip[0] == 0xff)
        return "a multicast address";
    if (ip[0] == 0xfe && (ip[1] & 0xc0) == 0x80)
        return "a link-local address";
    if ((ip[0] & 0xfe) == 0xfc || (ip[0] == 0xfe && (ip[1] & 0xc0) == 0xc0))
        return "a private address";
    if ((ip[0] & 0xe0) != 0x20)
        return "a reserved address";
    if (ip[0] == 0x20 && ip[1] == 0x02) { /* 6to4 */
        const char *what = guard_v4(be32(ip + 2));
        return what ? what : "a tunnel address";
    }
    if (be32(ip) == 0x20010db8 || (ip[0] == 0x3f && ip[1] == 0xff && ip[2] < 0x10))
        return "a documentation address";
    if (be32(ip) >> 9 == 0x20010000 >> 9) /* 2001::/23: Teredo, benchmarking, ORCHID */
        return "a reserved address";
    return NULL;
}

const char *guard_address(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return guard_v4(ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr));
    if (address->sa_family == AF_INET6)
        return guard_v6(((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr);
    return "not an internet address";
}

const char *guard_host(struct str host)
{
    char name[256];
    if (host.n >= 2 && host.s[0] == '[' && host.s[host.n - 1] == ']')
        host = str_sub(host, 1, host.n - 1);
    if (!host.n || host.n >= sizeof name)
        return "not a host name";
    memcpy(name, host.s, host.n);
    name[host.n] = '\0';
    size_t percent = str_chr(host, '%'); /* fe80::1%lo */
    if (percent != STR_NONE)
        name[percent] = '\0';
    struct in6_addr v6;
    if (inet_pton(AF_INET6, name, &v6) == 1)
        return guard_v6(v6.s6_addr);
    size_t n = strlen(name);
    while (n && name[n - 1] == '.')
        name[--n] = '\0';
    struct in_addr v4;
    if (n && inet_aton(name, &v4)) /* also 127.1, 0x7f000001, 017700000001 */
        return guard_v4(ntohl(v4.s_addr));
    struct str bare = {name, n};
    if (str_ieqc(bare, "localhost") || (n > 10 && str_ieqc(str_sub(bare, n - 10, n), ".localhost")))
        return "a loopback address";
    return NULL;
}
