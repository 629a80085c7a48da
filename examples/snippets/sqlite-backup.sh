# Runs beside the server, which goes on working.
set -eu
# #region backup
sqlite3 seals.sqlite ".timeout 5000" ".backup seals-backup.sqlite"
sqlite3 seals-backup.sqlite "PRAGMA integrity_check"
# #endregion backup
