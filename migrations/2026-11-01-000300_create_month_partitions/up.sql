-- Makes the partition of `parent` that holds `month` (any day in it), if it is not there yet, and moves into it what
-- the default partition had caught for that month. Returns true when it made one.
CREATE FUNCTION ensure_month_partition(parent regclass, month date) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    first_day date := date_trunc('month', month)::date;
    next_day date := (date_trunc('month', month) + interval '1 month')::date;
    child text := parent::text || to_char(first_day, '_YYYY_MM');
    catch_all text := parent::text || '_default';
    key_column text;
BEGIN
    IF to_regclass(child) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- One maker at a time: two servers may start together.
    PERFORM pg_advisory_xact_lock(hashtext('ensure_month_partition'), hashtext(parent::text));
    IF to_regclass(child) IS NOT NULL THEN
        RETURN false;
    END IF;
    SELECT a.attname INTO STRICT key_column
    FROM pg_partitioned_table AS p
    JOIN pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
    WHERE p.partrelid = parent;
    EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', child, parent);
    EXECUTE format(
        'WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
        catch_all, key_column, first_day::timestamp AT TIME ZONE 'UTC', key_column, next_day::timestamp AT TIME ZONE 'UTC', child);
    EXECUTE format(
        'ALTER TABLE %s ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        parent, child, first_day::timestamp AT TIME ZONE 'UTC', next_day::timestamp AT TIME ZONE 'UTC');
    RETURN true;
END;
$$;
SELECT ensure_month_partition('audit_logs', (now() AT TIME ZONE 'UTC')::date), ensure_month_partition('error_logs', (now() AT TIME ZONE 'UTC')::date);
