DROP FUNCTION ensure_month_partition(regclass, date);
