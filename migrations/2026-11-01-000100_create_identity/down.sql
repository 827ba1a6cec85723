DROP TABLE rate_limits;
DROP TABLE device_authorizations;
DROP TABLE api_keys;
DROP TABLE passkeys;
DROP TABLE verification_tokens;
DROP TABLE sessions;
DROP TABLE linked_accounts;
DROP TABLE users;
