DROP TABLE client_authorizations;
