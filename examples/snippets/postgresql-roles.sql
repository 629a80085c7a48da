-- #region roles
CREATE ROLE sealkit_owner LOGIN;
CREATE ROLE sealkit_application LOGIN;
CREATE DATABASE seals OWNER sealkit_owner TEMPLATE template0 ENCODING 'UTF8';
-- #endregion roles
