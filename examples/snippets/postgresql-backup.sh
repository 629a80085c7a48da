# Signs in as the owner of the tables (PGHOST, PGUSER and so on, as for every program of PostgreSQL). Servers go on working.
set -eu
# #region backup
pg_dump --format=custom --schema=sealkit --file=seals.dump seals
# #endregion backup
