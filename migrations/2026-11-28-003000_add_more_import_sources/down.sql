-- What an import made stays; only the record of imports that the older version cannot name goes.
DELETE FROM import_jobs WHERE source NOT IN ('movielens', 'trakt', 'csv', 'letterboxd', 'imdb', 'goodreads');
ALTER TABLE import_jobs DROP CONSTRAINT import_jobs_source_check;
ALTER TABLE import_jobs ADD CONSTRAINT import_jobs_source_check
    CHECK (source IN ('movielens', 'trakt', 'csv', 'letterboxd', 'imdb', 'goodreads')) NOT VALID;
ALTER TABLE import_jobs VALIDATE CONSTRAINT import_jobs_source_check;
