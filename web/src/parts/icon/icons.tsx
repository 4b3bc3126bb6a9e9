interface IconProps {
  /** In pixels. */
  readonly size?: number;
}

/** A decorative icon of strokes on a grid of 24. Its meaning is in the text beside it or the label around it. */
function icon(...paths: readonly string[]) {
  return function Icon({ size = 16 }: IconProps) {
    return (
      <svg
        class="icon"
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width="1.8"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {paths.map((path) => (
          <path key={path} d={path} />
        ))}
      </svg>
    );
  };
}

export const AlertIcon = icon('M12 4 2.8 20h18.4z', 'M12 10v4.5', 'M12 17.4v.1');
export const ArrowRightIcon = icon('M5 12h14', 'm13 6 6 6-6 6');
export const ChartIcon = icon('M4 20h16', 'M7 16v-5', 'M12 16V6', 'M17 16v-7');
export const CheckIcon = icon('m5 12.5 4.5 4.5L19 7.5');
export const ChevronDownIcon = icon('m6 9.5 6 6 6-6');
export const CloseIcon = icon('M6 6l12 12', 'M18 6 6 18');
export const CopyIcon = icon('M9 9h10v11H9z', 'M15 9V4H5v11h4');
export const DownloadIcon = icon('M12 4v11', 'm7 10.5 5 5 5-5', 'M5 20h14');
export const EditIcon = icon('M4 20h4L19.5 8.5l-4-4L4 16z', 'm13 7 4 4');
export const ExternalIcon = icon('M14 4h6v6', 'M20 4l-9 9', 'M18 14v6H4V6h6');
export const GearIcon = icon(
  'M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
  'M12 3v2.6M12 18.4V21M3 12h2.6M18.4 12H21M5.6 5.6l1.9 1.9M16.5 16.5l1.9 1.9M5.6 18.4l1.9-1.9M16.5 7.5l1.9-1.9',
);
export const HomeIcon = icon('M4 11 12 4l8 7', 'M6 9.5V20h12V9.5');
export const KeyIcon = icon('M8 19a4 4 0 1 1 2.8-6.8L20 3', 'm16 7 3 3', 'm13.5 9.5 2 2');
export const KeyboardIcon = icon('M3 6h18v12H3z', 'M7 10h.1M11 10h.1M15 10h.1M17.5 10h.1M8 14h8');
export const LinkIcon = icon(
  'M10 13.5a4.5 4.5 0 0 0 6.6.4l2.8-2.8a4.5 4.5 0 0 0-6.4-6.4L11.6 6.1',
  'M14 10.5a4.5 4.5 0 0 0-6.6-.4l-2.8 2.8a4.5 4.5 0 0 0 6.4 6.4l1.4-1.4',
);
export const MenuIcon = icon('M4 7h16', 'M4 12h16', 'M4 17h16');
export const MoonIcon = icon('M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z');
export const PauseIcon = icon('M8 5v14', 'M16 5v14');
export const PlayIcon = icon('M7 5v14l11-7z');
export const PlusIcon = icon('M12 5v14', 'M5 12h14');
export const QrIcon = icon(
  'M4 4h6v6H4z',
  'M14 4h6v6h-6z',
  'M4 14h6v6H4z',
  'M14 14h2.5v2.5H14zM20 14v.1M17.5 20h.1M20 17.5V20',
);
export const SearchIcon = icon('M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14z', 'm16 16 4.5 4.5');
export const ServerIcon = icon('M4 4.5h16v6H4z', 'M4 13.5h16v6H4z', 'M7.5 7.5h.1M7.5 16.5h.1');
export const SignOutIcon = icon('M10 4H5v16h5', 'M14 8l4 4-4 4', 'M18 12H9');
export const SunIcon = icon(
  'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  'M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
);
export const SystemIcon = icon('M3 5h18v11H3z', 'M8.5 20h7', 'M12 16v4');
export const TagIcon = icon('M4 4h8l8 8-8 8-8-8z', 'M8.2 8.2v.1');
export const TrashIcon = icon('M4 7h16', 'M9 7V4h6v3', 'M6 7l1 13h10l1-13', 'M10 11v5M14 11v5');

export function Logo({ size = 26 }: IconProps) {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect class="logo-ground" width="32" height="32" rx="9" />
      <g class="logo-mark" fill="none" stroke-width="3.2" stroke-linecap="round">
        <path d="M20.5 9.5h-7a4 4 0 0 0 0 8H16" />
        <path d="M11.5 22.5h7a4 4 0 0 0 0-8H16" />
      </g>
    </svg>
  );
}
