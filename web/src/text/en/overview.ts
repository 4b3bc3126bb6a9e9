export const overview = {
  title: 'Overview',
  clicks: 'Clicks in 30 days',
  links: 'Links',
  states: {
    active: 'Active',
    disabled: 'Disabled',
    expired: 'Expired or used up',
    other: 'Scheduled',
  },
  deleted: (count: string) => `${count} deleted`,
  quick: { title: 'New link', label: 'Destination', submit: 'Create', more: 'More settings' },
  made: 'Your link',
  top: { title: 'Most clicked', lead: 'in 30 days', empty: 'No clicks yet' },
  newest: { title: 'Newest links', empty: 'No links yet', all: 'All links' },
  instances: {
    title: 'Instances',
    live: (count: number) => `${count} live`,
    oldest: 'Oldest report',
    pending: 'Pending clicks',
    lost: 'Lost clicks',
  },
};
