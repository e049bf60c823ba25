-- What is known of the feeds and pages that are fetched, and of the items they hold.

CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,           -- as the configuration names it
    moved_to TEXT,                      -- where 301 and 308 say it lives now
    etag TEXT, last_modified TEXT,      -- for the next conditional request
    body BLOB,                          -- digest of the last body: servers without either still cost no reading
    reading TEXT,                       -- how it was read; when that changes, it is read whole once more
    tried_at INTEGER, success_at INTEGER, news_at INTEGER, -- news: the last time an article was new or changed
    due_at INTEGER NOT NULL, interval INTEGER NOT NULL, ttl INTEGER NOT NULL,
    failures INTEGER NOT NULL,          -- in a row
    status INTEGER NOT NULL,            -- HTTP; 0: no answer
    gone INTEGER NOT NULL,              -- 410: not asked again by itself
    error TEXT                          -- of the last try; NULL: it was a success
) STRICT;

-- One entry of a feed. key: its own id, or its link. seal: a digest of what the feed said, so that an entry that says the
-- same again costs one look here. page_due: its page is still to be followed.
CREATE TABLE item (
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    url TEXT,                           -- the link, canonical: another way to the same article
    seal BLOB NOT NULL,
    article TEXT NOT NULL,
    page_due INTEGER NOT NULL, page_tries INTEGER NOT NULL,
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_by_url ON item (url) WHERE url IS NOT NULL;
CREATE INDEX item_by_page ON item (source) WHERE page_due;
