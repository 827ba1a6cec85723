DROP TRIGGER plays_write_back_on_delete ON plays;
DROP TRIGGER plays_write_back_on_update ON plays;
DROP TRIGGER plays_write_back_on_insert ON plays;
DROP FUNCTION write_back_old_plays();
DROP FUNCTION write_back_changed_plays();
DROP FUNCTION write_back_new_plays();
DROP TABLE playback_write_backs;
