# Runs beside the server, which goes on working.
set -eu
# #region backup
sqlite3 seals.sqlite ".timeout 5000" "VACUUM INTO 'seals-backup.sqlite'"
# #endregion backup
