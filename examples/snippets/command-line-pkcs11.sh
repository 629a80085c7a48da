# Runs in a folder with contract.pdf and pin.txt; PKCS11_LIBRARY is the library of the token's maker.
set -eu
# #region commands
npx sealkit sign contract.pdf -o contract-on-token.pdf --pkcs11 "$PKCS11_LIBRARY" --pkcs11-key "Seal key" --pin-file pin.txt
# #endregion commands
