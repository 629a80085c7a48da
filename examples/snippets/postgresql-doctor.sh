# The command comes with the package @sealkit/server-adapter; PGPASSFILE or PGPASSWORD where a password is needed.
set -eu
# #region doctor
npx --no-install sealkit doctor "postgresql://sealkit_owner@$PGHOST/seals_restored"
# #endregion doctor
