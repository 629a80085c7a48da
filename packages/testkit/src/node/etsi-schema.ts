import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const HOME = process.env['SEALKIT_JUDGES_HOME'] ?? join(homedir(), '.cache', 'sealkit-judges');
const PYTHON = join(HOME, 'venv', 'bin', 'python');
const JARS = join(HOME, 'dss', 'lib');

/** Whether the schema of ETSI TS 119 102-2, which DSS brings, is on this machine. */
export const etsiSchemaPresent: boolean =
  existsSync(JARS) && existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import lxml.etree']).status === 0;

/** Schemas import each other by address; each is answered from the archive that has a file of its name. */
const SCRIPT = `
import glob, io, sys, zipfile
from lxml import etree
found = {}
for jar in glob.glob(sys.argv[1] + '/specs-*.jar'):
    archive = zipfile.ZipFile(jar)
    for name in archive.namelist():
        if name.endswith('.xsd'):
            found.setdefault(name.rsplit('/', 1)[-1], archive.read(name))
found.setdefault('ts_119612v020201_201601xsd.xsd', found.get('ts_119612v020101_xsd.xsd'))
class Inside(etree.Resolver):
    def resolve(self, url, public, context):
        name = url.rsplit('/', 1)[-1]
        return self.resolve_string(found[name], context, base_url=name)
parser = etree.XMLParser(no_network=True)
parser.resolvers.add(Inside())
schema = etree.XMLSchema(etree.parse(io.BytesIO(found['1910202xmlSchema.xsd']), parser, base_url='1910202xmlSchema.xsd'))
document = etree.fromstring(sys.stdin.buffer.read())
schema.validate(document)
ids = set(document.xpath('//@id'))
for one in schema.error_log:
    print(one.message)
for reference in document.xpath('//@VOReference'):
    for name in reference.split():
        if name not in ids:
            print('no object ' + name)
`;

/** What the schema of TS 119 102-2 V1.4.1 has against a report, and references that lead nowhere. */
export function etsiReportFaults(xml: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', SCRIPT, JARS], { input: xml, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').filter((line) => line !== '');
}
