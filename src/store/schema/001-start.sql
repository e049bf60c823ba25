-- What survives a crash. Times are seconds since 1970 UTC. NULL is "unknown" throughout.
-- A shipped file is never edited: a change of the schema is the next number.

-- id: random, made with the file, so that a restored or copied database can be told apart. host: where it may send from.
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

-- Articles. Lists are JSON arrays, NULL when empty. A moment is three columns, as in base/date.h: t, offset, precision.
CREATE TABLE article (
    id TEXT PRIMARY KEY,
    sort_at INTEGER NOT NULL,           -- published, else updated, else first_seen
    first_seen INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,        -- when title, text, why or dates last changed
    seal BLOB NOT NULL,                 -- digest of every field: equal means nothing to write
    url TEXT, outlet TEXT, title TEXT, origin TEXT, lang TEXT,
    published_t INTEGER, published_offset INTEGER, published_has INTEGER NOT NULL,
    updated_t INTEGER, updated_offset INTEGER, updated_has INTEGER NOT NULL,
    expires_t INTEGER, expires_offset INTEGER, expires_has INTEGER NOT NULL,
    authors TEXT, categories TEXT, tags TEXT, topics TEXT, why TEXT, why_from TEXT NOT NULL,
    image_url TEXT, image_alt TEXT, image_caption TEXT,
    cta TEXT, draft INTEGER NOT NULL, weight REAL NOT NULL, cluster INTEGER NOT NULL, cluster_with TEXT,
    words INTEGER NOT NULL, summary TEXT, text TEXT, html TEXT
) STRICT;
CREATE INDEX article_by_time ON article (sort_at DESC, id);
CREATE INDEX article_by_url ON article (url) WHERE url IS NOT NULL;
CREATE INDEX article_by_origin ON article (origin) WHERE origin IS NOT NULL;

-- What an article said before it changed.
CREATE TABLE article_before (
    article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    until INTEGER NOT NULL,             -- when it was replaced
    title TEXT, published_t INTEGER, updated_t INTEGER
) STRICT;
CREATE INDEX article_before_by_article ON article_before (article, until);

CREATE TABLE file_seen (path TEXT PRIMARY KEY, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Subscribers. key: the identity of base/address.h. status: enum sub_status, as the list's file says.
CREATE TABLE list (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, synced_at INTEGER) STRICT;
CREATE TABLE member (
    list INTEGER NOT NULL, key TEXT NOT NULL,
    address TEXT,                       -- as it goes on the wire; NULL: the same as key
    status INTEGER NOT NULL,
    name TEXT, topics TEXT, frequency TEXT, timezone TEXT, lang TEXT, -- topics joined by ';'
    attributes BLOB,                    -- name NUL value NUL ...
    PRIMARY KEY (list, key)
) STRICT, WITHOUT ROWID;
-- Who gets no mail: list 0 from no list at all, else from that one. Wins over every file, and outlives the row in it.
CREATE TABLE suppression (
    key TEXT NOT NULL, list INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (key, list)
) STRICT, WITHOUT ROWID;

-- Cron: the last period of a digest that was handled.
CREATE TABLE period (digest TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- The ledger; its rules stand in ledger.c. An edition never changes; what moves is in progress.
CREATE TABLE edition (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL, list TEXT, frozen_at INTEGER NOT NULL,
    subject TEXT, json TEXT, settings BLOB
) STRICT;
CREATE INDEX edition_by_digest ON edition (digest, frozen_at);
CREATE TABLE progress (
    edition INTEGER PRIMARY KEY REFERENCES edition (id),
    state TEXT NOT NULL,
    started_at INTEGER NOT NULL DEFAULT 0, finished_at INTEGER NOT NULL DEFAULT 0,
    fresh INTEGER NOT NULL DEFAULT 0,   -- rows below were claimed or settled at least once; rows from here on never
    audience INTEGER NOT NULL, queued INTEGER NOT NULL, sending INTEGER NOT NULL, sent INTEGER NOT NULL,
    deferred INTEGER NOT NULL, failed INTEGER NOT NULL, skipped INTEGER NOT NULL, in_doubt INTEGER NOT NULL
) STRICT;
CREATE TABLE carried (
    edition INTEGER NOT NULL REFERENCES edition (id), article TEXT NOT NULL, story TEXT,
    PRIMARY KEY (edition, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE cohort (
    edition INTEGER NOT NULL REFERENCES edition (id), no INTEGER NOT NULL, key TEXT NOT NULL,
    mold BLOB,                          -- NULL: nobody of this cohort gets mail
    PRIMARY KEY (edition, no)
) STRICT, WITHOUT ROWID;

-- The big tables carry no foreign keys: a million look-ups for what one transaction guarantees anyway.
-- id = edition * 2^32 + row, so that an edition is one stretch of the table and a row is found without an index.
CREATE TABLE recipient (
    id INTEGER PRIMARY KEY,
    cohort INTEGER NOT NULL, utf8 INTEGER NOT NULL,
    address TEXT NOT NULL, key TEXT,    -- key NULL: the same as address
    name TEXT, lang TEXT, attributes BLOB
) STRICT;
CREATE TABLE recipient_key (edition INTEGER, hash INTEGER, row INTEGER, PRIMARY KEY (edition, hash, row)) STRICT, WITHOUT ROWID;

-- One row per recipient that was ever settled, given back or claimed a second time. A recipient without one is queued,
-- or, when a claim names it, sending.
CREATE TABLE result (
    id INTEGER PRIMARY KEY,
    edition INTEGER NOT NULL,
    state INTEGER NOT NULL,             -- enum delivery_state
    attempts INTEGER NOT NULL, doubted INTEGER NOT NULL, -- tries; how often it was in doubt
    at INTEGER NOT NULL,
    due INTEGER,                        -- waiting: may go out from then on; NULL: nothing to wait for
    claim INTEGER, was INTEGER,         -- sending: whose, and the state before
    relay INTEGER, code INTEGER NOT NULL DEFAULT 0,
    enhanced TEXT, reply TEXT, reason TEXT
) STRICT;
CREATE INDEX result_due ON result (edition, due) WHERE due IS NOT NULL;
CREATE INDEX result_doubted ON result (edition) WHERE doubted > 0;
-- Earlier results of a recipient that was tried again.
CREATE TABLE result_before (
    id INTEGER NOT NULL, state INTEGER NOT NULL, at INTEGER NOT NULL,
    relay INTEGER, code INTEGER NOT NULL, enhanced TEXT, reply TEXT, reason TEXT
) STRICT;
CREATE INDEX result_before_by_id ON result_before (id);
CREATE TABLE relay (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- Sending processes and the rows they hold. rows: "64-127,130". Claims are few at a time, so they have no index.
CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    edition INTEGER NOT NULL REFERENCES edition (id),
    opened_at INTEGER NOT NULL, ended_at INTEGER,
    nonce BLOB NOT NULL, boot TEXT NOT NULL, pid INTEGER NOT NULL, pid_start INTEGER NOT NULL
) STRICT;
CREATE INDEX run_open ON run (edition) WHERE ended_at IS NULL;
CREATE TABLE claim (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES run (id), edition INTEGER NOT NULL, rows TEXT NOT NULL
) STRICT;

-- For people with a SQL shell.
CREATE VIEW delivery AS
SELECT e.name AS edition, r.id & 0xffffffff AS row, r.address, r.name, c.key AS cohort,
       CASE d.state WHEN 0 THEN 'queued' WHEN 1 THEN 'sending' WHEN 2 THEN 'sent' WHEN 3 THEN 'deferred' WHEN 4 THEN 'failed'
                    WHEN 5 THEN 'skipped' WHEN 6 THEN 'in_doubt' END AS state, -- NULL: queued or sending for the first time
       d.attempts, d.doubted, d.at, d.due, d.code, d.enhanced, d.reply, d.reason, l.name AS relay
  FROM recipient r JOIN edition e ON e.id = r.id >> 32
  LEFT JOIN cohort c ON c.edition = e.id AND c.no = r.cohort
  LEFT JOIN result d ON d.id = r.id
  LEFT JOIN relay l ON l.id = d.relay;
