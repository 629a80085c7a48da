# Signs in as the owner of the tables; the database is new and empty, and both roles exist.
set -eu
# #region restore
pg_restore --exit-on-error --single-transaction --dbname=seals_restored seals.dump
# #endregion restore
