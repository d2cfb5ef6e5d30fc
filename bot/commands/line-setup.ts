import { ConfigError, loadConfigOfProcess } from '../config.ts';
import type { Config } from '../config.ts';
import { setUpLine } from '../line/setup.ts';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** Undefined when the settings are not in order, which has been said then. */
function readConfig(): Config | undefined {
  try {
    return loadConfigOfProcess();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(error.message);
    return undefined;
  }
}

const config = readConfig();
if (config === undefined) process.exitCode = 1;
else {
  const { publicUrl, line } = config;
  const { channelAccessToken, loginChannelId, liffId, apiBaseUrl, dataApiBaseUrl, loginBaseUrl } = line;
  const apply = process.argv.includes('--apply');
  process.exitCode = await setUpLine(
    { channelAccessToken, publicUrl, loginChannelId, liffId, apiBaseUrl, dataApiBaseUrl, loginBaseUrl, apply },
    say,
  );
}
