ALTER TABLE import_jobs DROP CONSTRAINT import_jobs_source_check;
ALTER TABLE import_jobs ADD CONSTRAINT import_jobs_source_check
    CHECK (source IN ('movielens', 'trakt', 'csv', 'letterboxd', 'imdb', 'goodreads')) NOT VALID;
ALTER TABLE import_jobs VALIDATE CONSTRAINT import_jobs_source_check;
