-- What protocols with numeric ids call a list. The table is written anew under a lock, which takes a moment: a person has a few
-- lists, not millions.
-- squawk-ignore adding-field-with-default, adding-required-field, disallowed-unique-constraint
ALTER TABLE user_lists ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT user_lists_number_key UNIQUE;
