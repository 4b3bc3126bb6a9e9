import type { ComponentType } from 'preact';
import type { Scope } from './api/session.js';
import { GearIcon, HomeIcon, KeyIcon, LinkIcon, ServerIcon, TagIcon } from './parts/icon/icons.js';
import type { PageProps } from './route.js';
import { text } from './text/en.js';

export interface Route {
  /** A path such as `/links/:key`. */
  readonly path: string;
  readonly title: string;
  /** Without it the page is for every session. */
  readonly scope?: Scope;
  /** With an icon the page is in the navigation. */
  readonly icon?: ComponentType<{ size?: number }>;
  /** The second key of its shortcut, after `g`. */
  readonly shortcut?: string;
  /** Loads the module of the page, whose default export shows it. */
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>;
}

/** Every page, in the order of the navigation. */
export const ROUTES: readonly Route[] = [
  {
    path: '/',
    title: text.overview.title,
    scope: 'admin',
    icon: HomeIcon,
    shortcut: 'o',
    load: () => import('./pages/overview/overview-page.js'),
  },
  {
    path: '/links',
    title: text.links.title,
    scope: 'links:read',
    icon: LinkIcon,
    shortcut: 'l',
    load: () => import('./pages/links/links-page.js'),
  },
  {
    path: '/new',
    title: text.newLink.title,
    scope: 'links:write',
    load: () => import('./pages/new-link/new-link-page.js'),
  },
  {
    path: '/links/:key',
    title: text.link.title,
    scope: 'links:read',
    load: () => import('./pages/link/link-page.js'),
  },
  {
    path: '/links/:key/edit',
    title: text.editLink.title,
    scope: 'links:write',
    load: () => import('./pages/edit-link/edit-link-page.js'),
  },
  {
    path: '/tags',
    title: text.tags.title,
    scope: 'links:read',
    icon: TagIcon,
    shortcut: 't',
    load: () => import('./pages/tags/tags-page.js'),
  },
  {
    path: '/tags/:tag',
    title: text.tags.page.title,
    scope: 'stats:read',
    load: () => import('./pages/tags/tag-page.js'),
  },
  {
    path: '/keys',
    title: text.keys.title,
    scope: 'admin',
    icon: KeyIcon,
    shortcut: 'k',
    load: () => import('./pages/keys/keys-page.js'),
  },
  {
    path: '/instances',
    title: text.instances.title,
    scope: 'admin',
    icon: ServerIcon,
    shortcut: 'i',
    load: () => import('./pages/instances/instances-page.js'),
  },
  {
    path: '/settings',
    title: text.settings.title,
    icon: GearIcon,
    shortcut: 's',
    load: () => import('./pages/settings/settings-page.js'),
  },
];
