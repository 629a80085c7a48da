# The command comes with the package @sealkit/server-adapter.
set -eu
# #region doctor
npx --no-install sealkit doctor seals-backup.sqlite
# #endregion doctor
