/* trusted.h: whose certificates are believed when this program asks a web server something. */
#ifndef BASE_TRUSTED_H
#define BASE_TRUSTED_H

/* The file of the authorities, in PEM form: what SSL_CERT_FILE names, else the system's bundle; NULL: leave it to the
 * TLS library. */
const char *trusted_bundle(void);

#endif
