/*
 * For the static executable, whose C library finds no function by its name. Java looks for inet_pton that way, takes a
 * machine without it for one without IPv6 (IPv6_supported in the JDK's net_util_md.c), and then never uses IPv6.
 */
#include <arpa/inet.h>
#include <string.h>

void *dlsym(void *library, const char *name) {
    return strcmp(name, "inet_pton") == 0 ? (void *) inet_pton : NULL;
}
