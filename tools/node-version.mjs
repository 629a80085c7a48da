/** The oldest Node that Sealkit runs on. This file is read by older ones too, so it uses nothing that they lack. */
const OLDEST = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(
    `Sealkit needs Node ${OLDEST.join('.')} or newer; this is Node ${process.versions.node}. Install a newer Node and try again.`,
  );
  process.exit(1);
}
