# Runs in a folder with contract.pdf, key.p12, password.txt and root.pem.
set -eu
# #region commands
npx sealkit sign contract.pdf -o contract-signed.pdf --p12 key.p12 --password-file password.txt
npx sealkit verify contract-signed.pdf --trust root.pem --revocation if-present
# #endregion commands
