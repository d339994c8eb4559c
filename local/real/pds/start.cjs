// Bluesky's own server and, in memory, the directory of identities that it asks: node --require ./loopback.cjs start.cjs
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

// The packages lie in the cache, this file in the repository.
const installed = createRequire(path.join(process.env.INSTALLED, 'package.json'));
const plc = installed('@did-plc/server');
const pds = installed('@atproto/pds');

const secret = () => crypto.randomBytes(32).toString('hex');

async function main() {
  const directory = plc.PlcServer.create({ db: new plc.MockDatabase(), port: Number(process.env.PLC_PORT) });
  await directory.start();
  for (const folder of ['data', 'blobs']) fs.mkdirSync(path.join(process.env.HOME, folder), { recursive: true });
  const settings = {
    devMode: true,
    port: Number(process.env.PDS_PORT),
    hostname: 'localhost',
    dataDirectory: path.join(process.env.HOME, 'data'),
    blobstoreDiskLocation: path.join(process.env.HOME, 'blobs'),
    didPlcUrl: `http://127.0.0.1:${process.env.PLC_PORT}`,
    adminPassword: secret(),
    jwtSecret: secret(),
    plcRotationKeyK256PrivateKeyHex: secret(),
    serviceHandleDomains: ['.test'],
    inviteRequired: false,
    disableSsrfProtection: true, // the directory is on loopback
    rateLimitsEnabled: process.env.RATE_LIMITS === 'true',
    bskyAppViewUrl: 'https://appview.invalid',
    bskyAppViewDid: 'did:example:invalid',
    modServiceUrl: 'https://moderator.invalid',
    modServiceDid: 'did:example:invalid',
  };
  const server = await pds.PDS.create(pds.envToCfg(settings), pds.envToSecrets(settings));
  await server.start();
  const stop = async () => {
    await server.destroy();
    await directory.destroy();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
