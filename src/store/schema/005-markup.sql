-- html says once more nearly every word of text, so what it says beyond that is kept: base/standoff.h. The old column holds
-- what was written before this one was there, and is emptied when such an article is next written.
ALTER TABLE article ADD COLUMN markup BLOB;
