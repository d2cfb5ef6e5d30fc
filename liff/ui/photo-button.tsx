import type { JSX } from 'preact';
import { Icon } from './icon.tsx';

interface PhotoButtonProps {
  words: string;
  /** What a reader for the blind says; the words when it is left out. */
  label?: string;
  describedBy?: string;
  disabled: boolean;
  /** Opens the camera at once instead of asking where the picture is. */
  camera?: boolean;
  onPhoto: (photo: File) => void;
}

/** Takes one picture; the same picture can be chosen again. */
export function PhotoButton({ words, label = words, describedBy, disabled, camera = false, onPhoto }: PhotoButtonProps): JSX.Element {
  return (
    <div class="photo">
      <span class="button button--secondary button--wide" aria-hidden="true">
        <Icon name="camera" />
        {words}
      </span>
      <input
        type="file"
        accept="image/*"
        aria-label={label}
        disabled={disabled}
        {...(camera ? { capture: 'environment' as const } : {})}
        {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
        onChange={(event) => {
          const photo = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (photo) onPhoto(photo);
        }}
      />
    </div>
  );
}
