// Who runs us, by what the dokku script exports.

/** Whether the command was typed over ssh, with a key that `dokku ssh-keys:add` has named: not by a user of this server. */
export const isOverSsh = () =>
  Boolean(process.env.FINGERPRINT) || !["", "default"].includes(process.env.SSH_NAME ?? "");

/** Whether it was typed to dokku, not to a program of ours by whoever may run that. */
export const isByDokku = () => Boolean(process.env.PLUGIN_ENABLED_PATH);
