/* Installs peers from Debian's packages without letting Debian start them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { isRoot } from '../workspace.ts';

const policyFile = '/usr/sbin/policy-rc.d';

/** The version of an installed package, or undefined. */
export function findPackageVersion(name: string): string | undefined {
  const query = spawnSync('dpkg-query', ['-W', '-f', '$' + '{db:Status-Status} $' + '{Version}', name]);
  const [status, version] = query.stdout.toString().trim().split(' ');
  return status === 'installed' ? version : undefined;
}

/**
 * Installs what is missing of `names`; throws with the command to type when this user may not.
 * `services` are the units of packages: of those that come new, none starts, now or with the machine.
 */
export function ensurePackages(names: string[], services: Record<string, string[]>): void {
  if (names.every((name) => findPackageVersion(name))) return;
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...names];
  if (!isRoot())
    throw new Error(`Missing Debian packages. Install them first:\n\n  sudo ${command.join(' ')}\n`);
  const newServices = Object.keys(services).filter((name) => !findPackageVersion(name));
  const units = newServices.flatMap((name) => services[name] ?? []);
  const removePolicy = forbidServices();
  try {
    const env = { ...aptEnvironment };
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('apt-get', command.slice(1), { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (units.length > 0) spawnSync('systemctl', ['disable', ...units], { env });
  } finally {
    removePolicy();
  }
}

const aptEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  DEBIAN_FRONTEND: 'noninteractive',
};

/** Debian asks this file before it starts a service; an exit code of 101 means no. */
function forbidServices(): () => void {
  if (existsSync(policyFile)) return () => undefined;
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n');
  chmodSync(policyFile, 0o755);
  return () => rmSync(policyFile);
}
