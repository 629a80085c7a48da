# Runs while no server is running.
set -eu
# #region restore
rm -f seals.sqlite seals.sqlite-wal seals.sqlite-shm
cp seals-backup.sqlite seals.sqlite
# #endregion restore
