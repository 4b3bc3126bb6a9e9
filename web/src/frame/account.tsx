import { useAction } from '../api/action.js';
import { keyName, signOut } from '../api/session.js';
import { Button, IconButton } from '../parts/button/button.js';
import { ErrorBox } from '../parts/error-box/error-box.js';
import { Checkbox, Choices } from '../parts/field/field.js';
import {
  KeyboardIcon,
  KeyIcon,
  MoonIcon,
  SignOutIcon,
  SunIcon,
  SystemIcon,
} from '../parts/icon/icons.js';
import { settings, updateSettings } from '../settings.js';
import { text } from '../text/en.js';
import { openShortcutsHelp } from './shortcuts-help.js';

/** What holds for every page: bots, theme, session. */
export function Account() {
  const { theme, withBots } = settings.value;
  const { frame } = text;
  const action = useAction(signOut);
  const named = (name: string, Icon: typeof SunIcon) => (
    <>
      <Icon />
      <span class="visually-hidden">{name}</span>
    </>
  );
  return (
    <div class="account">
      <Checkbox
        isSwitch
        label={frame.withBots}
        isChecked={withBots}
        onChange={(withBots) => updateSettings({ withBots })}
      />
      <div class="account-row">
        <Choices
          label={frame.theme.label}
          isLabelHidden
          value={theme}
          options={[
            ['system', named(frame.theme.system, SystemIcon)],
            ['light', named(frame.theme.light, SunIcon)],
            ['dark', named(frame.theme.dark, MoonIcon)],
          ]}
          onChange={(theme) => updateSettings({ theme })}
        />
        <IconButton icon={KeyboardIcon} label={text.shortcuts.open} onClick={openShortcutsHelp} />
      </div>
      <div class="account-session">
        <KeyIcon />
        <p>
          <span class="visually-hidden">{frame.signedInAs} </span>
          <bdi title={keyName.value}>{keyName.value}</bdi>
        </p>
      </div>
      {action.error && <ErrorBox error={action.error} />}
      <Button
        variant="ghost"
        icon={SignOutIcon}
        isBusy={action.isRunning}
        onClick={() => void action.run()}
      >
        {frame.signOut}
      </Button>
    </div>
  );
}
