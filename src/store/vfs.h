/* vfs.h: how SQLite's bytes get into the files, private to `store`: a layer above the system's own VFS.
 *
 * SQLite writes a log frame by frame, 24 bytes and a page apart, and copies it into the database page by page. Here
 * runs of such writes become blocks, and the log is read back in blocks. What is durable, what others see and which
 * call reports a failure stays as it is without:
 *
 *  V1  Of a log, bytes wait only while their transaction is under way: the write of the page that ends it, and every
 *      sync, returns after they are in the file, or fails. SQLite tells nobody of frames before both have gone well.
 *  V2  Of a database, bytes wait only under the exclusive lock, so nobody else is there, and only where SQLite is bound
 *      to sync the file before it believes in them: in a transaction without a log, whose journal is there until then,
 *      and between the first and the last page of the checkpoint at the close of the only connection, whose log is.
 *      The sync puts the bytes there first, or fails. Any other checkpoint may be partial, and is believed without a
 *      further call: its pages are written one by one.
 *  V3  Bytes whose writing failed go on waiting, so that each of those calls fails again until they are written. A
 *      transaction or rollback ends with the release of the lock: what still waits then is nobody's.
 *  V4  The log is read ahead only under V2: nobody else is there to write it. */
#ifndef STORE_VFS_H
#define STORE_VFS_H

/* Registers it beside the system's own on the first call. The name for sqlite3_open_v2; NULL: the system's own. */
const char *vfs_name(void);

#endif
